/**
 * Counts the webhooks that are not answered yet, and measures how long they lie unread. Both limit
 * dispatch ({@link io.m2mbridge.load.OverloadLimit}). The stop waits for the last answer ({@link
 * io.m2mbridge.load.OpenRequests}). Dispatch begins slowly ({@link io.m2mbridge.load.SlowStart}).
 */
@NullMarked
package io.m2mbridge.load;

import org.jspecify.annotations.NullMarked;
