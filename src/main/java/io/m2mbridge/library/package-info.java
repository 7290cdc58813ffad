/** The bridge within another Camel application. */
@NullMarked
package io.m2mbridge.library;

import org.jspecify.annotations.NullMarked;
