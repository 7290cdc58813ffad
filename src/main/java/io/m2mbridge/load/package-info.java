/**
 * Counts the webhooks that are not answered yet. By this count it limits dispatch ({@link
 * io.m2mbridge.load.OverloadLimit}), and the stop waits for the last answer ({@link
 * io.m2mbridge.load.OpenRequests}). Dispatch begins slowly ({@link io.m2mbridge.load.SlowStart}).
 */
@NullMarked
package io.m2mbridge.load;

import org.jspecify.annotations.NullMarked;
