/**
 * The inbox: the table {@code m2m_deliveries}, and the outbox {@code m2m_notices}. It stores
 * webhooks, quarantines them, leases them to workers, replays them and erases personal data.
 */
@NullMarked
package io.m2mbridge.inbox;

import org.jspecify.annotations.NullMarked;
