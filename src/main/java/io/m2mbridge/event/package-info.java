/**
 * Reading a signed body: envelope, event key, amounts and other JSON values, hashes. It has no
 * Camel and no JDBC, and imports no other package of the bridge.
 */
@NullMarked
package io.m2mbridge.event;

import org.jspecify.annotations.NullMarked;
