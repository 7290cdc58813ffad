/**
 * Starts the bridge as a program of its own.
 *
 * <p>Begin with {@link io.m2mbridge.start.Startup}: it lists what happens before, during and after
 * Camel's start. {@link io.m2mbridge.start.StartFailure} makes the sentence of a failed start.
 * {@link io.m2mbridge.start.ShutdownTimeouts} sets how long the bridge takes to stop.
 */
@NullMarked
package io.m2mbridge.start;

import org.jspecify.annotations.NullMarked;
