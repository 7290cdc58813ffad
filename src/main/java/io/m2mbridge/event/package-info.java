/**
 * Reads a signed body: envelope, event key, amounts and other JSON values, hashes. It uses neither
 * Camel nor JDBC, and imports no other package of the bridge.
 *
 * <p>Begin with {@link io.m2mbridge.event.EnvelopeReader}: the rules for a valid event, and the key
 * of a new event, belong there.
 */
@NullMarked
package io.m2mbridge.event;

import org.jspecify.annotations.NullMarked;
