/**
 * The listeners of webhooks and of the console: connections, TLS, limits and shutdown. Only this
 * package uses Vert.x and Netty.
 *
 * <p>Begin with {@link io.m2mbridge.server.WebhookServer}. Time limits of a sender are in {@link
 * io.m2mbridge.server.SenderClock}, limits of connections in {@link
 * io.m2mbridge.server.ConnectionLimit}, certificates in {@link io.m2mbridge.server.TlsFiles}.
 */
@NullMarked
package io.m2mbridge.server;

import org.jspecify.annotations.NullMarked;
