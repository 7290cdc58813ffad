/**
 * Claims stored events, runs each through its route, and writes the outcome: done, another attempt,
 * or dead. {@link io.m2mbridge.dispatch.DeliveryConsumer} is the place to start reading.
 */
@NullMarked
package io.m2mbridge.dispatch;

import org.jspecify.annotations.NullMarked;
