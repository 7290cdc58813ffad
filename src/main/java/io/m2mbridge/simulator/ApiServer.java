package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** M2M's API over HTTP: the key, the limits, the shapes of its answers, and its faults. */
final class ApiServer {
  private static final int LARGEST_BODY = 5 * 1024 * 1024;

  private final Platform platform;
  private final Replies replies;
  private final PartnerSecrets secrets;
  private final Stances stances;
  private final ApiKey key;
  private final RateLimit createLimit;
  private final RateLimit otherLimit;
  private final ApiFaults faults;
  private final HttpServer server;

  ApiServer(
      Vertx vertx,
      Platform platform,
      Replies replies,
      PartnerSecrets secrets,
      Stances stances,
      ApiKey key,
      RateLimit createLimit,
      RateLimit otherLimit,
      ApiFaults faults,
      ControlServer control) {
    this.platform = platform;
    this.replies = replies;
    this.secrets = secrets;
    this.stances = stances;
    this.key = key;
    this.createLimit = createLimit;
    this.otherLimit = otherLimit;
    this.faults = faults;
    this.server =
        vertx
            .createHttpServer(new HttpServerOptions())
            // Otherwise Vert.x would log broken connections and requests that aren't HTTP.
            .exceptionHandler(broken -> {})
            .connectionHandler(connection -> connection.exceptionHandler(broken -> {}))
            .requestHandler(router(vertx, control));
  }

  Future<HttpServer> listen(int port, String host) {
    return server.listen(port, host);
  }

  int port() {
    return server.actualPort();
  }

  private Router router(Vertx vertx, ControlServer control) {
    Router router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
    control.addTo(router);
    router
        .post("/partner/links")
        .handler(
            guarded(createLimit, 201, c -> ApiAnswers.link(platform.createLinkOfPartner(body(c)))));
    router
        .get("/partner/links")
        .handler(
            guarded(
                otherLimit, 200, c -> Lists.links(platform, new Query(c.queryParams()), stances)));
    router
        .get("/partner/links/:id")
        .handler(
            guarded(otherLimit, 200, c -> ApiAnswers.detail(platform.link(c.pathParam("id")))));
    router
        .post("/partner/links/:id/revoke")
        .handler(
            guarded(otherLimit, 200, c -> ApiAnswers.revoked(platform.revoke(c.pathParam("id")))));
    router
        .put("/partner/data-requests/:id")
        .handler(this::count)
        .handler(guarded(otherLimit, 200, c -> ApiAnswers.fulfilled(reply(c))));
    router
        .get("/partner/operations")
        .handler(
            guarded(
                otherLimit,
                200,
                c -> Lists.operations(platform, new Query(c.queryParams()), stances)));
    router
        .post("/partner/webhooks/config/regenerate-secret")
        .handler(guarded(otherLimit, 200, c -> newSecret()));
    router
        .route()
        .last()
        .handler(
            guarded(
                otherLimit,
                200,
                c -> {
                  throw new ApiException(404, "RESOURCE_NOT_FOUND", "No such resource");
                }));
    router.errorHandler(
        500,
        c ->
            answer(
                c,
                500,
                ApiAnswers.error(
                    stances.errorShape,
                    new ApiException(500, "INTERNAL_ERROR", "Internal error"))));
    router.errorHandler(
        413,
        c ->
            answer(
                c,
                400,
                ApiAnswers.error(stances.errorShape, ApiException.invalid("body too large"))));
    return router;
  }

  /** Counts each call for a data request, including failed ones. */
  private void count(RoutingContext context) {
    platform.knownDataRequest(context.pathParam("id")).ifPresent(request -> request.calls++);
    context.next();
  }

  private DataRequest reply(RoutingContext context) {
    ObjectNode reply = body(context);
    return replies.take(platform.dataRequest(context.pathParam("id")), reply);
  }

  private JsonNode newSecret() {
    ObjectNode answer = EventTemplates.JSON.createObjectNode();
    answer
        .put("webhookSecret", secrets.regenerate())
        .put("message", "Keep it: it is not shown again.");
    return answer;
  }

  private Handler<RoutingContext> guarded(
      RateLimit limit, int success, Function<RoutingContext, JsonNode> resource) {
    return context ->
        faults.around(
            context,
            () -> {
              try {
                key.check(context.request().getHeader("X-API-Key"));
                limit.take();
                boolean isBare =
                    context.normalizedPath().endsWith("/regenerate-secret")
                        && stances.secretAnswer == Stances.Wrapper.bare;
                JsonNode data = resource.apply(context);
                return new ApiAnswers.Answer(
                    success, isBare ? data : ApiAnswers.success(data), null);
              } catch (ApiException e) {
                Optional.ofNullable(context.pathParam("id"))
                    .flatMap(platform::knownDataRequest)
                    .ifPresent(request -> request.refusal = e);
                return new ApiAnswers.Answer(
                    e.status(),
                    ApiAnswers.error(stances.errorShape, e),
                    e.status() == 429 && !stances.noRetryAfter ? limit.secondsToWait() : null);
              }
            },
            answer -> {
              if (answer.retryAfter() != null) {
                context.response().putHeader("Retry-After", answer.retryAfter().toString());
              }
              answer(context, answer.status(), answer.body());
            });
  }

  private static void answer(RoutingContext context, int status, @Nullable JsonNode body) {
    context.response().setStatusCode(status);
    if (body == null) {
      context.response().end();
    } else {
      context
          .response()
          .putHeader("Content-Type", "application/json")
          .end(Buffer.buffer(EventTemplates.bytes(body)));
    }
  }

  /**
   * Returns the body of a call.
   *
   * @throws ApiException if it isn't a JSON object, or its content type isn't JSON
   */
  static ObjectNode body(RoutingContext context) {
    String type = context.request().getHeader("Content-Type");
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw ApiException.invalid("Content-Type must be application/json");
    }
    Buffer body = context.body().buffer();
    try {
      if (body != null
          && EventTemplates.JSON.readTree(body.getBytes()) instanceof ObjectNode object) {
        // Some numbers can be parsed but not written.
        EventTemplates.JSON.writeValueAsBytes(object);
        return object;
      }
    } catch (IOException e) {
      // reported below
    }
    throw ApiException.invalid("the body must be a JSON object");
  }
}
