/**
 * The commands of the bridge: {@code run}, {@code check}, and those of operators.
 *
 * <p>Begin with {@link io.m2mbridge.command.RunCommand}. {@code sign} and {@code verify} are in
 * {@code signing}. Commands of the simulator's jar are found by {@link
 * io.m2mbridge.command.DeveloperCommands}.
 */
@NullMarked
package io.m2mbridge.command;

import org.jspecify.annotations.NullMarked;
