package io.m2mbridge.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes an accepted connection at once if the process could run out of file descriptors. {@link
 * ConnectionLimit} doesn't count connections that are refused or in a TLS handshake, and in a burst
 * there may be many of them. Without a free file descriptor, Netty accepts no connection for a
 * second.
 */
final class OpenFilesLimit extends ChannelInboundHandlerAdapter {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * Creates the limit of one listener.
   *
   * @param most the maximum number of open connections, in any state
   */
  OpenFilesLimit(int most) {
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
