package io.m2mbridge.server;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.vertx.core.impl.transports.JDKTransport;

/** The JDK's transport, with an {@link AcceptLimit} before each listener. */
final class LimitedTransport extends JDKTransport {
  private final int mostAccepted;

  /**
   * @param mostAccepted how many connections of a listener may be open, whatever their state
   */
  LimitedTransport(int mostAccepted) {
    this.mostAccepted = mostAccepted;
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    ChannelFactory<? extends ServerChannel> factory = super.serverChannelFactory(domainSocket);
    return () -> {
      ServerChannel listener = factory.newChannel();
      // The first there is: what comes after it registers the connection with an event loop.
      listener.pipeline().addFirst(new AcceptLimit(mostAccepted));
      return listener;
    };
  }
}
