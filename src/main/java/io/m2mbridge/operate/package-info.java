/**
 * What an operator does to events: the choice of events, the check that it still holds, and the
 * action. The commands and the console share it. Begin with {@link
 * io.m2mbridge.operate.EventChoice}.
 */
@NullMarked
package io.m2mbridge.operate;

import org.jspecify.annotations.NullMarked;
