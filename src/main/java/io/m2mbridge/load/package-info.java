/** Measures how many webhooks wait for an answer, and limits dispatch by it. */
@NullMarked
package io.m2mbridge.load;

import org.jspecify.annotations.NullMarked;
