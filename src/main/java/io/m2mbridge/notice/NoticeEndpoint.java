package io.m2mbridge.notice;

import io.m2mbridge.dispatch.InboxEndpoint;
import java.time.Duration;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.util.TimeUtils;

/** Sends the rows of the outbox m2m_notices through a route. */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "m2m-notices",
    title = "M2M Notices",
    syntax = "m2m-notices:name",
    category = Category.MESSAGING,
    consumerOnly = true,
    remote = false,
    generateConfigurer = false)
public final class NoticeEndpoint extends InboxEndpoint {
  @UriParam(
      javaType = "java.time.Duration",
      defaultValue = "86400000",
      description =
          "The age at which a notice that can't be sent is dropped. It counts from the time that the"
              + " notice was written.")
  private Duration maximumAge = Duration.ofDays(1);

  @UriParam(
      defaultValue = "false",
      description =
          "Whether a dead letter to an endpoint of the site has the event's bytes as its body.")
  private boolean deadLetterPayload;

  NoticeEndpoint(String uri, NoticeComponent component) {
    super(uri, component);
  }

  /** Makes the inbox write notices: Camel builds all routes before it starts the first one. */
  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    NoticeConsumer consumer = new NoticeConsumer(this, processor);
    configureConsumer(consumer);
    inbox().notices().keep();
    return consumer;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException("notices are written by SQL, as in sql/notice.sql");
  }

  Duration maximumAge() {
    return maximumAge;
  }

  public void setMaximumAge(String maximumAge) {
    this.maximumAge = TimeUtils.toDuration(maximumAge);
  }

  boolean isDeadLetterPayload() {
    return deadLetterPayload;
  }

  public void setDeadLetterPayload(boolean deadLetterPayload) {
    this.deadLetterPayload = deadLetterPayload;
  }
}
