/**
 * The inbox: every signed webhook, from its store to its end.
 *
 * <ul>
 *   <li>{@link io.m2mbridge.delivery.JdbcDeliveryRepository} and {@link
 *       io.m2mbridge.delivery.CaffeineDeliveryRepository}: Camel idempotent repositories, one of
 *       them behind the {@code idempotentConsumer} of {@code webhook-receive}; {@link
 *       io.m2mbridge.delivery.StoreDelivery} waits for them without a thread, and {@link
 *       io.m2mbridge.delivery.GroupCommit} has webhooks of the same moment share a commit.
 *   <li>{@link io.m2mbridge.delivery.Inbox}: the table {@code m2m_deliveries} and each statement on
 *       it.
 *   <li>{@link io.m2mbridge.delivery.DeliveryConsumer}: claims what is due, runs it through its
 *       route with a lease, and settles it; {@link io.m2mbridge.delivery.Lanes} says whose turn it
 *       is, {@link io.m2mbridge.delivery.DoneMarks} marks many as done at once, {@link
 *       io.m2mbridge.delivery.Yielding} lets webhooks go first.
 *   <li>{@link io.m2mbridge.delivery.EffectsOncePolicy}: the transaction around an event's effects.
 *   <li>{@link io.m2mbridge.delivery.NoticeConsumer}: sends what the team is to be told, the rows
 *       of {@code m2m_notices}, apart from any event.
 *   <li>{@link io.m2mbridge.delivery.FailedSteps}: notes which step of which route an event failed
 *       at.
 * </ul>
 */
@NullMarked
package io.m2mbridge.delivery;

import org.jspecify.annotations.NullMarked;
