/** Calls to a site's systems: the body of a forward, header values, and the HTTP client. */
@NullMarked
package io.m2mbridge.outbound;

import org.jspecify.annotations.NullMarked;
