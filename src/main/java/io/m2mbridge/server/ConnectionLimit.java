package io.m2mbridge.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the number of open connections, and gives each a {@link SenderClock}. There is no limit by
 * address, because behind a load balancer all of M2M's connections have the same one.
 */
final class ConnectionLimit implements Handler<HttpConnection> {
  private static final byte[] SERVICE_UNAVAILABLE =
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 60\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
          .getBytes(US_ASCII);

  private final int most;
  private final SenderClock.Limits limits;
  private final BodyMemory memory = new BodyMemory();
  private final ListenerMetrics metrics;
  private final AtomicInteger open = new AtomicInteger();

  ConnectionLimit(int most, SenderClock.Limits limits, ListenerMetrics metrics) {
    this.metrics = metrics;
    this.most = most;
    this.limits = limits;
  }

  /** The number of open connections. */
  int open() {
    return open.get();
  }

  @Override
  public void handle(HttpConnection connection) {
    ChannelHandlerContext http = ((ConnectionBase) connection).channelHandlerContext();
    open.incrementAndGet();
    connection.closeHandler(closed -> open.decrementAndGet());
    if (open.get() > most) {
      refuse(http.pipeline(), metrics);
      metrics.refused(503, "too-many-connections", connection.remoteAddress());
    } else {
      SenderClock.watch(http, limits, memory, metrics);
    }
  }

  /** At once, whatever is sent. */
  static void refuse(ChannelPipeline pipeline, ListenerMetrics metrics) {
    metrics.answered(503);
    ChannelHandlerContext decoder = pipeline.context(SenderClock.DECODER);
    decoder.channel().config().setAutoRead(false);
    decoder
        .writeAndFlush(Unpooled.wrappedBuffer(SERVICE_UNAVAILABLE))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
