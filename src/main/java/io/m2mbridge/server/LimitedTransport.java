package io.m2mbridge.server;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.vertx.core.impl.transports.JDKTransport;

/** Vert.x's JDK transport with an {@link OpenFilesLimit} in each listener. */
final class LimitedTransport extends JDKTransport {
  private final int mostAccepted;

  /**
   * Creates the transport.
   *
   * @param mostAccepted the maximum number of open connections of a listener, in any state
   */
  LimitedTransport(int mostAccepted) {
    this.mostAccepted = mostAccepted;
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    ChannelFactory<? extends ServerChannel> factory = super.serverChannelFactory(domainSocket);
    return () -> {
      ServerChannel listener = factory.newChannel();
      // It must be first: the next handler registers the connection with an event loop.
      listener.pipeline().addFirst(new OpenFilesLimit(mostAccepted));
      return listener;
    };
  }
}
