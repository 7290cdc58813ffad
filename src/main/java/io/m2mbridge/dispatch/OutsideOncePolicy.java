package io.m2mbridge.dispatch;

import io.m2mbridge.failure.FailureDescription;
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
 * Runs the steps inside it, which call another system, until they have succeeded once. If the event
 * is tried again because a later step failed, they are skipped.
 *
 * <p>A call that succeeded is noted for the event and its run. Its name is the id of the {@code
 * policy} step. In a loop or a split the name includes the index of the turn or part: {@code
 * tell-ledger#0}, {@code tell-ledger/0}. A replay by an operator is a new run, which makes the call
 * again. A further copy from M2M is no new run. After a crash between the call and its note, the
 * call is made again.
 *
 * <p>Afterwards the body and the headers are those from before, whether the steps ran, failed or
 * were skipped. A variable that the steps set is missing where they are skipped.
 *
 * <p>Without stored deliveries, the steps run each time.
 */
public final class OutsideOncePolicy implements Policy {
  /** The name of the bean. */
  public static final String NAME = "outside-once";

  private static final Logger LOG = LoggerFactory.getLogger(OutsideOncePolicy.class);

  /** The exchange property that holds the calls that succeeded in this run. */
  private static final String CALLS = "m2mOutsideCalls";

  private static final String FORWARD = "direct:event-forward";

  private final Inbox inbox;

  /** The {@code policy} steps that Camel is wrapping now, the innermost first. */
  private final Deque<NamedNode> wrapped = new ArrayDeque<>();

  public OutsideOncePolicy(Inbox inbox) {
    this.inbox = inbox;
  }

  /**
   * Sets the calls that have succeeded already.
   *
   * @param calls their names; this exchange and its copies add theirs
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

  /** Only logs a failure: failing the event now would repeat the call. */
  private void note(Exchange exchange, String call) {
    try {
      inbox.outsideCallMade(
          exchange.getVariable("deliveryId", Long.class),
          exchange.getVariable("run", Integer.class),
          call);
    } catch (RuntimeException e) {
      LOG.warn(
          "event {}: the call {} succeeded, but this could not be noted, so it may be repeated: {}",
          exchange.getVariable("eventKey"),
          call,
          FailureDescription.of(e));
    }
  }

  private static boolean isForward(NamedNode definition) {
    return definition instanceof PolicyDefinition policy
        && policy.getOutputs().size() == 1
        && policy.getOutputs().get(0) instanceof ToDefinition to
        && FORWARD.equals(to.getEndpointUri());
  }

  /** A forward without an endpoint goes to a log endpoint that is off: it needs no note. */
  private static boolean wentNowhere(Exchange exchange) {
    String endpoint = exchange.getProperty(ExchangePropertyKey.TO_ENDPOINT, "", String.class);
    return endpoint.startsWith("log:") && endpoint.contains("level=OFF");
  }
}
