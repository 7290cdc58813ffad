/** How busy receiving is, and how much dispatch may do meanwhile. */
@NullMarked
package io.m2mbridge.load;

import org.jspecify.annotations.NullMarked;
