package io.m2mbridge.webhook;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last requests to the webhook listener that this node refused. It keeps no header
 * and no part of a body, because anyone can send them.
 */
public final class RefusedRequests {
  /** How many are remembered. */
  public static final int MOST = 200;

  private static final String ROUTE = "webhook-receive";
  private static final String ADDRESS = "m2mRemoteAddress";
  private static final int FIRST_FAILURE = 400;

  private final Clock clock;
  private final Deque<Refused> last = new ArrayDeque<>(MOST);

  /** Creates an empty memory. */
  public RefusedRequests(Clock clock) {
    this.clock = clock;
  }

  /**
   * A request that was refused.
   *
   * @param status the HTTP status of the answer
   * @param reason the bridge's own word for it, such as {@code path}
   * @param address the sender's address, or that of a proxy in front; null if it isn't known
   */
  public record Refused(Instant at, int status, String reason, @Nullable String address) {}

  /** Adds an empty memory to a context, for the listener of webhooks to fill. */
  public static RefusedRequests addTo(CamelContext context) {
    RefusedRequests refused = new RefusedRequests(Clock.systemUTC());
    context.getRegistry().bind("refused-requests", refused);
    return refused;
  }

  /**
   * Adds a memory of what the routes refuse, where an application has its own listener. Call it
   * before the routes are built.
   */
  public static void watchRoutes(CamelContext context) {
    RefusedRequests refused = addTo(context);
    context.addRoutePolicyFactory(
        (camel, routeId, route) -> routeId.equals(ROUTE) ? refused.new Watch() : null);
  }

  /**
   * Remembers a request. The oldest one is forgotten if there are too many.
   *
   * @param address the sender's address, which may end in a port; null if it isn't known
   */
  public void add(int status, String reason, @Nullable Object address) {
    String host = address == null ? null : address.toString().replaceFirst(":\\d+$", "");
    Refused refused = new Refused(clock.instant(), status, reason, host);
    synchronized (last) {
      if (last.size() == MOST) {
        last.removeFirst();
      }
      last.addLast(refused);
    }
  }

  /** Returns what is remembered, the newest first. */
  public List<Refused> newestFirst() {
    List<Refused> copy;
    synchronized (last) {
      copy = new ArrayList<>(last);
    }
    Collections.reverse(copy);
    return copy;
  }

  /** Takes the status and the reason that the routes have set, also those of a site's copies. */
  private final class Watch extends RoutePolicySupport {
    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
      // The route removes all headers before it answers.
      exchange.setProperty(
          ADDRESS, exchange.getMessage().getHeader("CamelVertxPlatformHttpRemoteAddress"));
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
      String status = exchange.getVariable("status", String.class);
      boolean isKnown = status != null && status.matches("\\d{3}");
      int code = isKnown ? Integer.parseInt(status) : exchange.isFailed() ? 503 : 200;
      if (code >= FIRST_FAILURE) {
        String reason = exchange.getVariable("reason", String.class);
        add(code, reason == null ? "failed" : reason, exchange.getProperty(ADDRESS));
      }
    }
  }
}
