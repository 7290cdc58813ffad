package io.m2mbridge.dispatch;

import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.util.TimeUtils;

/** Runs stored M2M events through a route, each under a lease. */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "m2m-deliveries",
    title = "M2M Deliveries",
    syntax = "m2m-deliveries:name",
    category = Category.MESSAGING,
    consumerOnly = true,
    remote = false,
    generateConfigurer = false)
public final class DeliveryEndpoint extends InboxEndpoint {
  @UriParam(
      javaType = "java.lang.String",
      description =
          "The events to take, separated by commas. The lane unknown stands for all events without"
              + " a lane of their own.")
  @Metadata(required = true)
  private List<String> lanes = List.of();

  @UriParam(
      defaultValue = "8",
      description =
          "How many deliveries run at once. With several lanes, one lane takes half of the workers"
              + " at most. So do all lanes together in which a delivery has run for more than a"
              + " second.")
  private int workers = 8;

  @UriParam(
      defaultValue = "50",
      description =
          "After how many attempts a delivery is dead, unless its route set the variable"
              + " retryUntil. A delivery is also dead after as many attempts, ten at most, that"
              + " ended one after the other without an outcome.")
  private int maximumAttempts = 50;

  @UriParam(
      javaType = "java.time.Duration",
      defaultValue = "1000",
      description = "Delay after the first failed attempt. It doubles with each further attempt.")
  private long backOff = 1_000;

  @UriParam(
      javaType = "java.time.Duration",
      defaultValue = "900000",
      description = "The longest delay between two attempts.")
  private long maximumBackOff = 900_000;

  @UriParam(description = "The endpoint that a dead letter is sent to; empty for none.")
  private String deadLetterUri = "";

  @UriParam(
      defaultValue = "false",
      description =
          "Whether dispatch runs fewer deliveries while many webhooks wait, or lie unread.")
  private boolean webhooksFirst;

  private final ClaimHealth claimHealth = new ClaimHealth();

  DeliveryEndpoint(String uri, DeliveryComponent component) {
    super(uri, component);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    DeliveryConsumer consumer = new DeliveryConsumer(this, processor);
    configureConsumer(consumer);
    inbox().notices().deadLetters(lanes, deadLetterUri);
    return consumer;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException("deliveries are stored by webhooks only");
  }

  /** Tells whether the deliveries can be claimed. */
  ClaimHealth claimHealth() {
    return claimHealth;
  }

  List<String> lanes() {
    return lanes;
  }

  public void setLanes(String lanes) {
    this.lanes = Stream.of(lanes.split(",")).map(String::strip).toList();
  }

  int workers() {
    return workers;
  }

  public void setWorkers(int workers) {
    this.workers = workers;
  }

  int maximumAttempts() {
    return maximumAttempts;
  }

  public void setMaximumAttempts(int maximumAttempts) {
    this.maximumAttempts = maximumAttempts;
  }

  long backOff() {
    return backOff;
  }

  public void setBackOff(String backOff) {
    this.backOff = TimeUtils.toMilliSeconds(backOff);
  }

  long maximumBackOff() {
    return maximumBackOff;
  }

  public void setMaximumBackOff(String maximumBackOff) {
    this.maximumBackOff = TimeUtils.toMilliSeconds(maximumBackOff);
  }

  String deadLetterUri() {
    return deadLetterUri;
  }

  public void setDeadLetterUri(String deadLetterUri) {
    this.deadLetterUri = deadLetterUri;
  }

  boolean isWebhooksFirst() {
    return webhooksFirst;
  }

  public void setWebhooksFirst(boolean webhooksFirst) {
    this.webhooksFirst = webhooksFirst;
  }
}
