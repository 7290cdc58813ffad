package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The HTTP endpoints {@code /simulator/…}, which do what M2M's portal and the user do. M2M has no
 * such endpoints. Any client that reaches the port may use them.
 */
final class ControlServer {
  private static final List<String> STATES = List.of("failed", "acknowledged", "lost");

  private final Platform platform;
  private final Webhooks webhooks;
  private final Supplier<Report> report;

  ControlServer(Platform platform, Webhooks webhooks, Supplier<Report> report) {
    this.platform = platform;
    this.webhooks = webhooks;
    this.report = report;
  }

  void addTo(Router router) {
    router.get("/simulator/report").handler(c -> answer(c, report.get().json()));
    router.post("/simulator/webhooks/replay").handler(handle(this::replay));
    router.get("/simulator/links/:id").handler(handle(c -> state(link(c))));
    router.post("/simulator/links/:id/open").handler(handle(c -> open(link(c))));
    router.post("/simulator/links/:id/fill").handler(handle(c -> fill(link(c), c)));
    router.post("/simulator/links/:id/send").handler(handle(c -> send(link(c))));
    router.post("/simulator/links/:id/cancel").handler(handle(c -> end(link(c), platform::cancel)));
    router
        .post("/simulator/links/:id/complete")
        .handler(handle(c -> end(link(c), platform::complete)));
    router.post("/simulator/links/:id/fail").handler(handle(c -> end(link(c), platform::fail)));
  }

  private Link link(RoutingContext context) {
    return platform.link(context.pathParam("id"));
  }

  /**
   * Replays the webhooks that failed or, with {@code ?state=acknowledged} or {@code ?state=lost},
   * those that were acknowledged or never sent.
   */
  private ObjectNode replay(RoutingContext context) {
    String wanted =
        context.queryParams().contains("state") ? context.queryParams().get("state") : "failed";
    if (!STATES.contains(wanted)) {
      throw ApiException.invalid("state must be one of " + String.join(", ", STATES));
    }
    int replayed = webhooks.replay(Webhook.State.valueOf(wanted.toUpperCase(Locale.ROOT)));
    return EventTemplates.JSON.createObjectNode().put("replayed", replayed);
  }

  private ObjectNode open(Link link) {
    int asked = platform.open(link).size();
    return state(link).put("dataRequests", asked);
  }

  private ObjectNode fill(Link link, RoutingContext context) {
    platform.fillIn(link, ApiServer.body(context));
    return state(link);
  }

  /** Returns what M2M would show of a link, and the fields that are missing in its user's data. */
  private static ObjectNode state(Link link) {
    ObjectNode state = ApiAnswers.detail(link);
    UserData.missingIn(link.userData).forEach(state.putArray("missingFields")::add);
    return state;
  }

  private ObjectNode send(Link link) {
    Operation operation =
        Optional.ofNullable(
                platform.send(
                    link,
                    new BigDecimal("100.00"),
                    new BigDecimal("18.505"),
                    new BigDecimal("3.99")))
            .orElseThrow(
                () -> new ApiException(409, "LINK_NOT_OPEN", "The link isn't open, or was used"));
    return ApiAnswers.operation(operation, Stances.CurrencyKeys.documented);
  }

  private ObjectNode end(Link link, Consumer<Operation> end) {
    Operation operation =
        platform.operations().stream()
            .filter(each -> each.link == link)
            .findFirst()
            .orElseThrow(() -> new ApiException(409, "NO_OPERATION", "The link has no operation"));
    end.accept(operation);
    return ApiAnswers.operation(operation, Stances.CurrencyKeys.documented);
  }

  private static Handler<RoutingContext> handle(Function<RoutingContext, ObjectNode> action) {
    return context -> {
      try {
        answer(context, action.apply(context));
      } catch (ApiException e) {
        context.response().setStatusCode(e.status());
        answer(
            context,
            EventTemplates.JSON
                .createObjectNode()
                .put("code", e.code())
                .put("message", e.getMessage()));
      }
    };
  }

  private static void answer(RoutingContext context, ObjectNode body) {
    context
        .response()
        .putHeader("Content-Type", "application/json")
        .end(Buffer.buffer(EventTemplates.bytes(body)));
  }
}
