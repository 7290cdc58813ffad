/**
 * What goes out to a site's systems: the body of a forward, headers, and the HTTP client for them.
 */
@NullMarked
package io.m2mbridge.outbound;

import org.jspecify.annotations.NullMarked;
