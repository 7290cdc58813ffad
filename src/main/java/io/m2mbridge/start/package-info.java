/**
 * The start of the bridge as a program of its own: what happens before, during and after Camel
 * starts, and what a failed start says.
 */
@NullMarked
package io.m2mbridge.start;

import org.jspecify.annotations.NullMarked;
