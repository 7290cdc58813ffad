package io.m2mbridge.dispatch;

import io.m2mbridge.inbox.Inbox;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.util.TimeUtils;

/** The options of {@code m2m-deliveries:<name>}. */
public final class DeliveryEndpoint extends DefaultEndpoint {
  private Inbox inbox;
  private List<String> lanes = List.of();
  private int workers = 8;
  private int maximumAttempts = 50;
  private long backOff = 1_000;
  private long maximumBackOff = 900_000;
  private String deadLetterUri = "";
  private boolean webhooksFirst;
  private final ClaimHealth claims = new ClaimHealth();

  @SuppressWarnings("NullAway.Init") // Camel sets the options
  DeliveryEndpoint(String uri, DeliveryComponent component) {
    super(uri, component);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    DeliveryConsumer consumer = new DeliveryConsumer(this, processor);
    configureConsumer(consumer);
    inbox.notices().deadLetters(lanes, deadLetterUri);
    return consumer;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException("deliveries come in by webhook only");
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

  /** Whether its deliveries can be claimed. */
  ClaimHealth claims() {
    return claims;
  }

  List<String> lanes() {
    return lanes;
  }

  /**
   * The events to take, separated by commas; {@code unknown} stands for all that have no lane of
   * their own.
   */
  public void setLanes(String lanes) {
    this.lanes = Stream.of(lanes.split(",")).map(String::strip).toList();
  }

  int workers() {
    return workers;
  }

  /**
   * How many deliveries are worked on at once. With several lanes, one of them has at most half of
   * it, and so have those together in which something has run for more than a second.
   */
  public void setWorkers(int workers) {
    this.workers = workers;
  }

  int maximumAttempts() {
    return maximumAttempts;
  }

  /**
   * After how many attempts a delivery is dead, unless its route set {@code retryUntil}; after as
   * many, ten at most, that ended one after the other without an outcome it is dead anyway.
   */
  public void setMaximumAttempts(int maximumAttempts) {
    this.maximumAttempts = maximumAttempts;
  }

  long backOff() {
    return backOff;
  }

  /**
   * Delay after the first failed attempt, in milliseconds or as Camel writes durations; it doubles
   * with each further one.
   */
  public void setBackOff(String backOff) {
    this.backOff = TimeUtils.toMilliSeconds(backOff);
  }

  long maximumBackOff() {
    return maximumBackOff;
  }

  /** The longest delay between two attempts, in milliseconds. */
  public void setMaximumBackOff(String maximumBackOff) {
    this.maximumBackOff = TimeUtils.toMilliSeconds(maximumBackOff);
  }

  String deadLetterUri() {
    return deadLetterUri;
  }

  /** Where to tell of a delivery that is dead. */
  public void setDeadLetterUri(String deadLetterUri) {
    this.deadLetterUri = deadLetterUri;
  }

  boolean isWebhooksFirst() {
    return webhooksFirst;
  }

  /** Whether to hold back while so many webhooks come in that they wait for one another. */
  public void setWebhooksFirst(boolean webhooksFirst) {
    this.webhooksFirst = webhooksFirst;
  }
}
