package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A simulator on a port of its own, with a partner who receives its webhooks and calls its API. It
 * starts when it is first used; what it is to be like is said before.
 */
final class Sandbox implements AutoCloseable {
  static final String KEY = "m2m_test_00000000000000000000000000000000";

  /** Of which the part after {@code whsec_} is Base64. */
  static final String SECRET = "whsec_c2FuZGJveA==";

  static final String OLD_SECRET = "whsec_b2xk";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** An answer of the API; {@code body} is missing where it has none or is no JSON. */
  record Answer(int status, HttpHeaders headers, String text, JsonNode body) {
    JsonNode data() {
      return body.path("data");
    }

    /** The code of an error that is wrapped as documented. */
    String code() {
      return body.path("error").path("code").asText();
    }

    @Nullable String retryAfter() {
      return headers.firstValue("Retry-After").orElse(null);
    }
  }

  final Faults faults = new Faults();
  final Stances stances = new Stances();
  final Receiver receiver = new Receiver();
  String url = receiver.url();
  double speed = 1;
  long seed = 7;
  Duration timeout = Duration.ofSeconds(10);
  Duration apiDelay = Duration.ZERO;
  int createLimit = 1_000;
  int otherLimit = 1_000;
  private @Nullable Simulator simulator;

  Simulator simulator() {
    if (simulator == null) {
      simulator = start(0);
    }
    return simulator;
  }

  /** Starts one, which the caller closes. */
  Simulator start(int port) {
    return Simulator.start(
        new SimulatorSettings(
            url,
            SECRET,
            OLD_SECRET,
            KEY,
            "127.0.0.1",
            port,
            null,
            speed,
            seed,
            timeout,
            Duration.ofSeconds(1),
            apiDelay,
            createLimit,
            otherLimit,
            faults,
            stances),
        Listener.NONE);
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) EventTemplates.JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  Answer get(String path) throws Exception {
    return send(to(path).GET());
  }

  /** With a body where it isn't null, for which {@code '} may stand for {@code "}. */
  Answer post(String path, @Nullable String body) throws Exception {
    return send(with("POST", path, body));
  }

  Answer put(String path, @Nullable String body) throws Exception {
    return send(with("PUT", path, body));
  }

  HttpRequest.Builder with(String method, String path, @Nullable String body) {
    return body == null
        ? to(path).method(method, BodyPublishers.noBody())
        : to(path)
            .setHeader("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.replace('\'', '"')));
  }

  /** A request with the right key. */
  HttpRequest.Builder to(String path) {
    return withoutKey(path).header("X-API-Key", KEY);
  }

  HttpRequest.Builder withoutKey(String path) {
    return HttpRequest.newBuilder(URI.create(simulator().apiUrl() + path)).timeout(TIMEOUT);
  }

  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
    JsonNode body;
    try {
      body = EventTemplates.JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      body = MissingNode.getInstance();
    }
    return new Answer(response.statusCode(), response.headers(), response.body(), body);
  }

  /** Creates a link over the API, with more members than the reference id. */
  Link createLink(String referenceId, String more) throws Exception {
    Answer answer = post("/partner/links", "{'referenceId':'" + referenceId + "'" + more + "}");
    if (answer.status() != 201) {
      throw new IllegalStateException(answer.toString());
    }
    String linkId = answer.data().path("linkId").asText();
    return simulator().ask(() -> simulator().platform().link(linkId));
  }

  Link createLink(String referenceId) throws Exception {
    return createLink(referenceId, "");
  }

  /** A link that its user has opened, so that there is a data request. */
  DataRequest askedOf(String referenceId, String more) throws Exception {
    Link link = createLink(referenceId, more);
    return simulator().ask(() -> simulator().platform().open(link).get(0));
  }

  DataRequest askedOf(String referenceId) throws Exception {
    return askedOf(referenceId, "");
  }

  /** Waits until no webhook is under way. */
  Sandbox awaitIdle() {
    Awaitility.await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> simulator().ask(simulator()::isIdle));
    return this;
  }

  /** The webhook of that number, from 1. */
  Webhook webhook(int number) throws InterruptedException {
    return simulator().ask(() -> simulator().webhooks().all().get(number - 1));
  }

  @Override
  public void close() {
    if (simulator != null) {
      simulator.close();
    }
    receiver.close();
  }

  static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
      names.add(each.next());
    }
    return names;
  }

  static void assertError(int status, String code, Answer answer) {
    assertEquals(status, answer.status(), answer.text());
    assertEquals(Set.of("error", "success"), names(answer.body()), answer.text());
    assertFalse(answer.body().path("success").asBoolean(true), answer.text());
    assertEquals(code, answer.code(), answer.text());
    assertFalse(answer.body().path("error").path("message").asText().isBlank(), answer.text());
  }
}
