/**
 * The commands {@code sign} and {@code verify}, which compute and check M2M's signature by hand.
 *
 * <p>The signature itself is in {@code webhook}; {@code mistake} finds out why one doesn't match.
 */
@NullMarked
package io.m2mbridge.signing;

import org.jspecify.annotations.NullMarked;
