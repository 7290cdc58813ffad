/**
 * Turns a request into a delivery.
 *
 * <ul>
 *   <li>{@link io.m2mbridge.webhook.Signature}: whether M2M signed a request, from bytes, headers
 *       and secrets. {@link io.m2mbridge.webhook.WebhookSecrets}: the active secrets, which are
 *       read again when their file changes.
 *   <li>{@link io.m2mbridge.webhook.VerifySignature}, {@link io.m2mbridge.webhook.ReadEnvelope}:
 *       the steps of the route {@code webhook-receive}. The body itself is parsed by {@code event}.
 *   <li>{@link io.m2mbridge.webhook.TimeWindow}: how old a webhook may be.
 * </ul>
 */
@NullMarked
package io.m2mbridge.webhook;

import org.jspecify.annotations.NullMarked;
