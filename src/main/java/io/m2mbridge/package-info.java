/**
 * The entry point: settings, start-up checks and commands. {@link io.m2mbridge.Startup} is the
 * bridge alone, {@link io.m2mbridge.Library} the one within another Camel application.
 */
@NullMarked
package io.m2mbridge;

import org.jspecify.annotations.NullMarked;
