/**
 * The inbox: the table {@code m2m_deliveries} and its outbox {@code m2m_notices}. It stores
 * webhooks, quarantines, replays and erases them.
 */
@NullMarked
package io.m2mbridge.inbox;

import org.jspecify.annotations.NullMarked;
