package io.m2mbridge.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes a connection as soon as it is accepted where the process could run out of files. Those
 * that are refused or in a TLS handshake are no connections of {@link Connections} yet, or no more,
 * and in a burst there may be many. Without a file left, none is accepted for a second.
 */
final class AcceptLimit extends ChannelInboundHandlerAdapter {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * @param most how many connections may be open, in whatever state
   */
  AcceptLimit(int most) {
    this.most = most;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel connection = (Channel) accepted;
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      connection.unsafe().closeForcibly();
    } else {
      connection.closeFuture().addListener(closed -> open.decrementAndGet());
      context.fireChannelRead(accepted);
    }
  }
}
