/** The entry point: settings, start-up checks and commands. */
@NullMarked
package io.m2mbridge;

import org.jspecify.annotations.NullMarked;
