package io.m2mbridge.notice;

import io.m2mbridge.inbox.Inbox;
import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.util.TimeUtils;

/** The options of {@code m2m-notices:<name>}. */
public final class NoticeEndpoint extends DefaultEndpoint {
  private Inbox inbox;
  private Duration maximumAge = Duration.ofDays(1);
  private boolean deadLetterPayload;

  @SuppressWarnings("NullAway.Init") // Camel sets the options
  NoticeEndpoint(String uri, NoticeComponent component) {
    super(uri, component);
  }

  /** From now on notices are written: routes are built before any of them starts. */
  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    NoticeConsumer consumer = new NoticeConsumer(this, processor);
    configureConsumer(consumer);
    inbox.notices().keep();
    return consumer;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException("notices are written by SQL, as in sql/notice.sql");
  }

  @Override
  public boolean isSingleton() {
    return true;
  }

  Inbox inbox() {
    return inbox;
  }

  public void setInbox(Inbox inbox) {
    this.inbox = inbox;
  }

  Duration maximumAge() {
    return maximumAge;
  }

  /**
   * Counted from when a notice was written: one that is older and can't be sent is dropped. In
   * milliseconds, or as Camel writes durations.
   */
  public void setMaximumAge(String maximumAge) {
    this.maximumAge = TimeUtils.toDuration(maximumAge);
  }

  boolean isDeadLetterPayload() {
    return deadLetterPayload;
  }

  /** Whether a dead letter to an endpoint of the site's holds the event's bytes. */
  public void setDeadLetterPayload(boolean deadLetterPayload) {
    this.deadLetterPayload = deadLetterPayload;
  }
}
