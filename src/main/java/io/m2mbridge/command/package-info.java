/** The commands that work on a bridge: {@code run}, {@code replay} and {@code erase}. */
@NullMarked
package io.m2mbridge.command;

import org.jspecify.annotations.NullMarked;
