package io.m2mbridge.dispatch;

import io.m2mbridge.inbox.Inbox;
import java.time.Clock;
import org.apache.camel.Component;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** What the endpoints over the tables of the {@link Inbox} have in common. */
public abstract class InboxEndpoint extends DefaultEndpoint {
  @UriPath(description = "A name for the consumer. It has no effect.")
  @Metadata(required = true)
  private String name = "";

  @UriParam(description = "The bean that reads and writes the tables of the bridge.")
  @Metadata(required = true)
  private Inbox inbox;

  @SuppressWarnings("NullAway.Init") // Camel sets the options
  protected InboxEndpoint(String uri, Component component) {
    super(uri, component);
  }

  @Override
  public final boolean isSingleton() {
    return true;
  }

  public final String getName() {
    return name;
  }

  public final void setName(String name) {
    this.name = name;
  }

  public final Inbox inbox() {
    return inbox;
  }

  public final void setInbox(Inbox inbox) {
    this.inbox = inbox;
  }

  /** The bean {@code clock}; the system's clock where a site's beans have none. */
  public final Clock clock() {
    Clock clock = getCamelContext().getRegistry().lookupByNameAndType("clock", Clock.class);
    return clock == null ? Clock.systemUTC() : clock;
  }
}
