/** The entry point. */
@NullMarked
package io.m2mbridge;

import org.jspecify.annotations.NullMarked;
