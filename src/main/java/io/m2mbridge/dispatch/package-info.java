/**
 * Claiming stored events, running each through its route with a lease, and settling it: done,
 * another attempt, or dead.
 */
@NullMarked
package io.m2mbridge.dispatch;

import org.jspecify.annotations.NullMarked;
