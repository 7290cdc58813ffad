/**
 * What is wrong with a signature that doesn't match: bytes, headers and secrets in, the usual
 * mistakes out. Knows no commands.
 *
 * <ul>
 *   <li>{@link io.m2mbridge.simulator.signature.SignatureMistakes}: the search.
 *   <li>{@link io.m2mbridge.simulator.signature.SignatureMistake}: all mistakes that it knows; the
 *       variants of body, secret and signed text are how each is made.
 * </ul>
 */
@NullMarked
package io.m2mbridge.simulator.signature;

import org.jspecify.annotations.NullMarked;
