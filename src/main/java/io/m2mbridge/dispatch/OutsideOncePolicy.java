package io.m2mbridge.dispatch;

import io.m2mbridge.failure.Failures;
import io.m2mbridge.inbox.Inbox;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.StreamCache;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the steps inside it until they succeeded once, and skips them when the event is tried again
 * because something after them failed. What is remembered is the id of the {@code policy} step, the
 * call's name, for the event and its run: a replay by an operator is a run of its own and calls
 * again, a copy from M2M isn't. Where a crash comes between the call and the note of it, the call
 * is made again.
 *
 * <p>In a loop or a split each call has the index of its turn or part in its name, {@code
 * tell-ledger#0}, {@code tell-ledger/0}: it is one of several.
 *
 * <p>Body and headers are afterwards as they were before it, whether the steps ran, failed or were
 * skipped. A variable that they set isn't there when they are skipped.
 *
 * <p>Without stored deliveries the steps run each time.
 */
public final class OutsideOncePolicy implements Policy {
  /** The bean's. */
  public static final String NAME = "outside-once";

  private static final Logger LOG = LoggerFactory.getLogger(OutsideOncePolicy.class);

  /** The exchange's property: the calls that succeeded in this run of its event. */
  private static final String CALLS = "m2mOutsideCalls";

  private static final String FORWARD = "direct:event-forward";

  private final Inbox inbox;

  /** The steps that are being wrapped, one within the other. */
  private final Deque<NamedNode> wrapped = new ArrayDeque<>();

  public OutsideOncePolicy(Inbox inbox) {
    this.inbox = inbox;
  }

  /**
   * Notes which calls succeeded already.
   *
   * @param calls their names; this exchange and its copies note theirs next to them
   */
  static void succeeded(Exchange exchange, Set<String> calls) {
    Set<String> shared = ConcurrentHashMap.newKeySet();
    shared.addAll(calls);
    exchange.setProperty(CALLS, shared);
  }

  @Override
  public synchronized void beforeWrap(Route route, NamedNode definition) {
    wrapped.push(definition);
  }

  @Override
  public synchronized Processor wrap(Route route, Processor steps) {
    NamedNode definition = wrapped.pop();
    String step = definition.getId();
    boolean isForward = isForward(definition);
    return exchange -> {
      Set<String> calls = calls(exchange);
      String call = call(step, exchange);
      if (calls == null || !calls.contains(call)) {
        run(steps, exchange);
        if (calls != null && hasSucceeded(exchange)) {
          calls.add(call);
          if (!isForward || !wentNowhere(exchange)) {
            note(exchange, call);
          }
        }
      }
    };
  }

  private static String call(String step, Exchange exchange) {
    Integer turn = exchange.getProperty(ExchangePropertyKey.LOOP_INDEX, Integer.class);
    Integer part = exchange.getProperty(ExchangePropertyKey.SPLIT_INDEX, Integer.class);
    return step + (turn == null ? "" : "#" + turn) + (part == null ? "" : "/" + part);
  }

  @SuppressWarnings("unchecked") // only this class sets it
  private static @Nullable Set<String> calls(Exchange exchange) {
    return exchange.getProperty(CALLS, Set.class);
  }

  private static void run(Processor steps, Exchange exchange) {
    Message message = exchange.getMessage();
    Object body = message.getBody();
    Map<String, Object> headers = new LinkedHashMap<>(message.getHeaders());
    try {
      steps.process(exchange);
    } catch (Throwable e) {
      exchange.setException(e);
    }
    if (body instanceof StreamCache cache) {
      cache.reset();
    }
    Message after = exchange.getMessage();
    after.setBody(body);
    after.removeHeaders("*");
    headers.forEach(after::setHeader);
  }

  private static boolean hasSucceeded(Exchange exchange) {
    return !exchange.isFailed()
        && !exchange.isRollbackOnly()
        && !ExchangeHelper.isFailureHandled(exchange);
  }

  /** What fails now would only have the call made again. */
  private void note(Exchange exchange, String call) {
    try {
      inbox.outsideCallMade(
          exchange.getVariable("deliveryId", Long.class),
          exchange.getVariable("run", Integer.class),
          call);
    } catch (RuntimeException e) {
      LOG.warn(
          "event {}: that the call {} succeeded could not be noted, it may be made again: {}",
          exchange.getVariable("eventKey"),
          call,
          Failures.describe(e));
    }
  }

  private static boolean isForward(NamedNode definition) {
    return definition instanceof PolicyDefinition policy
        && policy.getOutputs().size() == 1
        && policy.getOutputs().get(0) instanceof ToDefinition to
        && FORWARD.equals(to.getEndpointUri());
  }

  /** A forward that no site has set ends at the default, which writes nothing: nothing to note. */
  private static boolean wentNowhere(Exchange exchange) {
    String endpoint = exchange.getProperty(ExchangePropertyKey.TO_ENDPOINT, "", String.class);
    return endpoint.startsWith("log:") && endpoint.contains("level=OFF");
  }
}
