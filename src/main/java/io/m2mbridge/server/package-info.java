/** The listener that webhooks come in by, from the first request it takes to the last. */
@NullMarked
package io.m2mbridge.server;

import org.jspecify.annotations.NullMarked;
