/** The commands {@code sign} and {@code verify}: M2M's signature by hand. */
@NullMarked
package io.m2mbridge.signing;

import org.jspecify.annotations.NullMarked;
