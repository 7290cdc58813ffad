/**
 * Finds out why a signature doesn't match, by trying the mistakes that receivers and senders make.
 *
 * <p>Begin with {@link io.m2mbridge.signing.mistake.SignatureMistakes}. A new mistake belongs in
 * {@link io.m2mbridge.signing.mistake.SignatureMistake} and in one of the classes that generate
 * variants.
 */
@NullMarked
package io.m2mbridge.signing.mistake;

import org.jspecify.annotations.NullMarked;
