/**
 * From a request to a delivery.
 *
 * <ul>
 *   <li>{@link io.m2mbridge.webhook.Signature}: is it M2M's? Bytes, headers and secrets in, yes or
 *       no out. {@link io.m2mbridge.webhook.WebhookSecrets}: the secrets, anew when their file
 *       changes.
 *   <li>{@link io.m2mbridge.webhook.Envelope}: what does the signed body say, and can it be used?
 *   <li>{@link io.m2mbridge.webhook.VerifySignature}, {@link io.m2mbridge.webhook.ReadEnvelope}:
 *       the two as steps of the route {@code webhook-receive}.
 * </ul>
 */
@NullMarked
package io.m2mbridge.webhook;

import org.jspecify.annotations.NullMarked;
