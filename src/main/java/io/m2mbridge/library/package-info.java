/**
 * Runs the bridge within another Camel application.
 *
 * <p>Begin with {@link io.m2mbridge.library.LibraryPlugin}, which Camel finds on the class path.
 */
@NullMarked
package io.m2mbridge.library;

import org.jspecify.annotations.NullMarked;
