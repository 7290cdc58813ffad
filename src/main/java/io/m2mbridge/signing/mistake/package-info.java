/** Finds out why a signature doesn't match: tries the mistakes that receivers and senders make. */
@NullMarked
package io.m2mbridge.signing.mistake;

import org.jspecify.annotations.NullMarked;
