package io.m2mbridge.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.testing.Bridge;
import io.m2mbridge.testing.Certificates;
import io.m2mbridge.testing.Events;
import io.m2mbridge.testing.Logs;
import io.m2mbridge.testing.M2mApi;
import io.m2mbridge.testing.RecipeBridge;
import io.m2mbridge.testing.RecordingServer;
import io.m2mbridge.testing.RecordingServer.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One site follows all pages of {@code docs/recipes} that go together. */
@Tag("verify")
class RecipesTest {
  private static final List<String> PAGES =
      List.of(
          "basic-auth",
          "bearer-token",
          "oauth2",
          "mutual-tls",
          "idempotency-key",
          "ledger-row",
          "slack",
          "by-amount-and-currency",
          "masking",
          "user-data-from-a-service",
          "new-event",
          "report",
          "delay");

  /** Needs a component that isn't on the class path, and says so. */
  private static final List<String> NOT_RUN = List.of("email-and-sftp");

  private static final String PASSWORD = "p&s+w%2B r=d";
  private static final String CLIENT_SECRET = "s&c+r%2B t";
  private static final String SLACK = "/services/T0/B0/x";
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private static Path folder;
  private static RecordingServer site;
  private static RecordingServer gateway;
  private static Certificates ofGateway;
  private static M2mApi m2m;
  private static Logs logs;
  private static RecipeBridge recipes;
  private static Bridge bridge;

  @BeforeAll
  static void start() {
    site = new RecordingServer();
    m2m = new M2mApi();
    ofGateway =
        Certificates.make(folder.resolve("gateway"), "-keyalg", "EC", "-ext", "san=ip:127.0.0.1");
    Certificates ofBridge = Certificates.make(folder.resolve("bridge"), "-keyalg", "EC");
    gateway = RecordingServer.demandingCertificate(ofGateway.trusting(ofBridge));
    copy(ofBridge.keyStore(), "bridge.p12");
    ofGateway.writeTrustStore(folder.resolve("tls").resolve("gateway.p12"));

    Map<String, String> services = new HashMap<>();
    for (String host : List.of("crm", "login", "ledger", "review", "reports")) {
      services.put(host + ".internal", site.authority());
    }
    services.put("gateway.internal", gateway.authority());
    logs = new Logs();
    recipes =
        new RecipeBridge(
            folder,
            PAGES,
            services,
            Map.of(
                "m2m.api.base-url",
                m2m.baseUrl(),
                "m2m.site.crm.password",
                PASSWORD,
                "m2m.site.crm.token",
                "token_of_the_crm",
                "m2m.site.crm.client-secret",
                CLIENT_SECRET,
                "m2m.site.gateway.key-password",
                Certificates.PASSWORD,
                "m2m.site.gateway.trust-password",
                Certificates.PASSWORD,
                "m2m.site.slack.url",
                site.baseUrl() + SLACK,
                "m2m.site.report.delay",
                "500"));
    bridge = recipes.bridge();
  }

  private static void copy(Path file, String name) {
    try {
      Files.createDirectories(folder.resolve("tls"));
      Files.copy(file, folder.resolve("tls").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() {
    bridge.close();
    logs.close();
    m2m.close();
    gateway.close();
    site.close();
  }

  @Test
  void runEachPage() throws IOException {
    Set<String> pages = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("docs", "recipes"))) {
      files.forEach(file -> pages.add(file.getFileName().toString().replace(".md", "")));
    }
    assertEquals(
        pages,
        Stream.of(PAGES, AlternativeRecipesTest.PAGES, NOT_RUN)
            .flatMap(List::stream)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void sendsUserAndPasswordWithTheFirstRequest() {
    link("created", "basic");

    Request call = only("/links", "basic");
    String credentials = call.header("Authorization").replace("Basic ", "");
    assertEquals("bridge:" + PASSWORD, new String(Base64.getDecoder().decode(credentials)));
  }

  /**
   * Why the pages set {@code authenticationPreemptive}, and don't use {@code authMethod=Bearer}.
   */
  @Test
  void sendsNoCredentialsUnlessTheyArePreemptive() throws IOException {
    site.answersTo("basic", RecordingServer.json(401, "", "WWW-Authenticate", "Basic realm=\"a\""));
    try (ProducerTemplate template = bridge.context().createProducerTemplate()) {
      template.requestBody(
          site.baseUrl() + "/basic?authMethod=Basic&authUsername=a&authPassword=b", "x");
      template.requestBody(
          site.baseUrl() + "/bearer?authMethod=Bearer&authBearerToken=token_of_the_crm", "x");
      assertThrows(
          CamelExecutionException.class,
          () ->
              template.requestBody(
                  site.baseUrl()
                      + "/none?authMethod=Bearer&authBearerToken=b&authenticationPreemptive=true",
                  "x"));
    }
    assertEquals(
        Arrays.asList(null, "Basic YTpi"),
        to("/basic").stream().map(call -> call.header("Authorization")).toList());
    assertEquals(
        Arrays.asList((String) null),
        to("/bearer").stream().map(call -> call.header("Authorization")).toList());
    assertEquals(List.of(), to("/none"));
  }

  @Test
  void forwardsChosenFields() throws IOException {
    link("created", "acme_a1b2c3d4e5f6");

    Request call = only("/links", "acme_a1b2c3d4e5f6");
    assertEquals(
        JSON.readTree(recipes.page("masking").json("The service receives")),
        JSON.readTree(call.body()));
  }

  @Test
  void sendsABearerTokenAndWaitsBefore() {
    Instant start = Instant.now();
    link("opened", "bearer");

    Request call = only("/openings", "bearer");
    assertEquals(List.of("Bearer token_of_the_crm"), call.headers().get("Authorization"));
    Duration waited = Duration.between(start, call.at());
    assertTrue(waited.compareTo(Duration.ofSeconds(2)) >= 0, waited.toString());
  }

  @Test
  void getsAnAccessTokenAndUsesItUntilItExpires() {
    site.answersTo("token", RecordingServer.json(500, ""));
    site.answersTo(
        "token",
        RecordingServer.json(
            200, "{\"access_token\":\"of_oauth\",\"token_type\":\"Bearer\",\"expires_in\":3600}"));
    operation("cancelled", "oauth_1");
    operation("cancelled", "oauth_2");

    for (String id : List.of("oauth_1", "oauth_2")) {
      assertEquals("Bearer of_oauth", only("/cancellations", id).header("Authorization"));
    }
    List<Request> asked = to("/oauth2/token");
    assertEquals(2, asked.size());
    assertEquals("grant_type=client_credentials&scope=operations", asked.get(0).body());
    String credentials = asked.get(0).header("Authorization").replace("Basic ", "");
    assertEquals("bridge:" + CLIENT_SECRET, new String(Base64.getDecoder().decode(credentials)));
    assertEquals(2, bridge.delivery("operation.cancelled:oauth_1").get("attempts"));
  }

  @Test
  void showsAClientCertificate() {
    Certificates stranger = Certificates.make(folder.resolve("stranger"), "-keyalg", "EC");
    HttpClient withWrongOne =
        HttpClient.newBuilder().sslContext(stranger.trusting(ofGateway)).build();
    HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.baseUrl())).build();
    assertThrows(IOException.class, () -> withWrongOne.send(request, BodyHandlers.discarding()));

    bridge.send("{\"event\":\"card.charged\",\"data\":{\"id\":\"tls\"}}");

    Awaitility.await()
        .until(() -> gateway.requests().stream().anyMatch(each -> each.body().contains("tls")));
  }

  @Test
  void namesABookingByItsKeyAtEachAttempt() {
    site.answersTo("bookings", RecordingServer.json(503, ""));
    bridge.send(operation("created", "\u0141", Events.of("operation.created")).toString());
    bridge.await("operation.created:\u0141", "done");

    List<Request> calls = to("/bookings", "\u0141");
    assertEquals(2, calls.size());
    for (Request call : calls) {
      assertEquals("operation.created:%C5%81", call.header("Idempotency-Key"));
      assertTrue(call.body().contains("\"last4\":\"4242\""), "this call isn't masked");
    }
  }

  @Test
  void writesALedgerRowWithTheHold() {
    String amount = "12345678901234.560";
    created("row", "amount.send", amount);
    Map<String, Object> row =
        bridge
            .sql()
            .sql("SELECT * FROM ledger_entries WHERE operation_id = 'row'")
            .query()
            .singleRow();
    assertEquals(new BigDecimal(amount), row.get("amount"));
    assertEquals("USD", row.get("currency"));

    // A time that no column takes.
    Events late = operation("created", "no_row", Events.of("operation.created"));
    bridge.send(late.without("data.createdAt").toString());
    Awaitility.await()
        .until(
            () -> {
              Map<String, Object> delivery = bridge.delivery("operation.created:no_row");
              return delivery != null && delivery.get("last_error") != null;
            });
    assertEquals(0, count("m2m_fund_holds WHERE operation_id = 'no_row'"));
  }

  @Test
  void sendsNoticesToSlackAsJson() throws IOException {
    created("a1b2c3d4e5f6", "status", "\"created\"");
    created("\\\"},${body}, '", "status", "\"created\"");

    for (String told :
        List.of(
            recipes.page("slack").json("Slack receives").replace("op_", ""),
            "{\"text\":\"M2M operation-created: operation.created:\\\\\\\"},${body}, '\"}")) {
      JsonNode expected = JSON.readTree(told);
      Awaitility.await(told)
          .until(() -> to(SLACK).stream().map(RecipesTest::tree).anyMatch(expected::equals));
    }
    for (Request call : to(SLACK)) {
      assertEquals("application/json", call.header("Content-Type"));
    }
  }

  @Test
  void choosesByAmountAndCurrency() {
    created("small", "amount.send", "999.995");
    created("large", "amount.send", "1000.00");
    created("pesos", "amount.currency.send", "\"MXN\"");
    bridge.send(
        operation("created", "bare", Events.of("operation.created"))
            .without("data.amount")
            .toString());
    bridge.await("operation.created:bare", "done");

    Map<String, Set<String>> told =
        Map.of(
            "small", Set.of("/dollars"),
            "large", Set.of("/dollars", "/large"),
            "pesos", Set.of("/others"),
            "bare", Set.of("/others"));
    told.forEach(
        (id, paths) ->
            assertEquals(
                paths,
                Stream.of("/dollars", "/others", "/large")
                    .filter(path -> to(path, id).size() == 1)
                    .collect(Collectors.toSet()),
                id));
  }

  @Test
  void masksWithoutChangingAmounts() {
    created("masked", "amount.fee", "1234567890123.40");
    bridge.send(
        operation("created", "unfunded", Events.of("operation.created"))
            .without("data.funding")
            .without("data.userId")
            .toString());
    bridge.await("operation.created:unfunded", "done");

    String masked = only("/dollars", "masked").body();
    assertTrue(masked.contains("\"fee\":1234567890123.40"), masked);
    assertTrue(masked.contains("\"send\":100.00"), masked);
    assertTrue(masked.contains("\"funding\":{\"method\":\"card\",\"bankName\":\"visa\"}"), masked);
    assertFalse(masked.contains("userId"), masked);
    only("/dollars", "unfunded");
  }

  @Test
  void answersDataRequestsFromAService() throws IOException {
    String page = recipes.page("user-data-from-a-service").json("The CRM answers");
    site.answersTo("users", RecordingServer.json(200, page));
    request("dr_1", "user & 1\u0141");
    request("dr_2", "user & 1\u0141");

    assertEquals(
        List.of("GET /users?id=user+%26+1%C5%81"),
        to("/users").stream()
            .filter(call -> call.target().contains("%26"))
            .map(call -> call.method() + " " + call.target())
            .toList());
    for (String id : List.of("dr_1", "dr_2")) {
      assertEquals(
          JSON.readTree(
              "{\"idNumber\":\"GALO900515HDFRPN09\",\"idType\":\"CURP\",\"dob\":\"1990-05-15\"}"),
          JSON.readTree(m2m.requestsFor(id).get(0).body()).path("userData"));
    }
  }

  @Test
  void answersNothingForAUserWhomTheServiceDoesNotKnow() {
    site.answersTo("users", RecordingServer.json(404, "{\"error\":\"no user\"}"));
    request("dr_3", "unknown");

    assertEquals(List.of(), m2m.requestsFor("dr_3"));
    assertNull(bridge.delivery("user.data_request:dr_3").get("last_error"));
  }

  @Test
  void recordsANewEventOnce() {
    String event =
        "{\"event\":\"operation.completed\",\"timestamp\":\"%s\",\"data\":"
            + "{\"operationId\":\"op_done\",\"completedAt\":\"2026-01-26T15:00:00Z\"}}";
    bridge.send(event.formatted("1"));
    assertEquals("duplicate", Bridge.outcome(bridge.send(event.formatted("1"))));
    assertEquals("accepted", Bridge.outcome(bridge.send(event.formatted("2"))));

    Awaitility.await()
        .until(
            () ->
                gateway.requests().stream()
                    .filter(call -> call.body().contains("op_done"))
                    .map(call -> call.header("m2mEventKey"))
                    .filter(key -> key.matches("operation\\.completed:sha256:[0-9a-f]{64}"))
                    .distinct()
                    .count(),
            count -> count == 2);
    assertEquals(1, count("completed_operations WHERE operation_id = 'op_done'"));
  }

  @Test
  void reportsOpenHoldsAgainAfterAFailure() {
    site.answersTo("holds", RecordingServer.json(500, ""));
    bridge.send(
        operation("created", "held", Events.of("operation.created"))
            .withText("data.amount.currency.send", "CHF")
            .toString());

    String line = "{\"currency\":\"CHF\",\"holds\":1,\"amount\":\"103.99\"}";
    Awaitility.await()
        .until(() -> to("/holds").stream().filter(call -> call.body().contains(line)).count() > 1);
    assertEquals("application/json", to("/holds").get(0).header("Content-Type"));
    assertEquals(
        List.of("the report was not sent: HttpOperationFailedException"), logs.of("m2m.report"));
  }

  @AfterEach
  void keepsSecretsOutOfTheLog() {
    for (String secret :
        List.of(PASSWORD, CLIENT_SECRET, "token_of_the_crm", "of_oauth", Certificates.PASSWORD)) {
      assertEquals(
          List.of(), logs.lines().stream().filter(line -> line.text().contains(secret)).toList());
    }
  }

  private static void link(String what, String id) {
    String event = "link." + what;
    bridge.send(Events.of(event).withText("data.linkId", "link_" + id).toString());
    bridge.await(event + ":link_" + id, "done");
  }

  private static Events operation(String what, String id, Events event) {
    return event.withText("data.operationId", id);
  }

  private static void operation(String what, String id) {
    String event = "operation." + what;
    bridge.send(Events.of(event).withText("data.operationId", id).toString());
    bridge.await(event + ":" + id, "done");
  }

  private static void created(String id, String field, String json) {
    bridge.send(
        Events.of("operation.created")
            .withText("data.operationId", id)
            .with("data." + field, json)
            .toString());
    bridge.await("operation.created:" + id, "done");
  }

  private static void request(String id, String user) {
    bridge.send(
        Events.of("user.data_request")
            .withText("data.dataRequestId", id)
            .withText("data.referenceId", user)
            .withText("data.replyEndpoint", m2m.replyEndpoint(id))
            .withText("data.expiresAt", Instant.now().plusSeconds(3600).toString())
            .toString());
    bridge.await("user.data_request:" + id, "done");
  }

  private static List<Request> to(String path) {
    return site.requests().stream().filter(call -> call.path().equals(path)).toList();
  }

  private static List<Request> to(String path, String id) {
    return to(path).stream().filter(call -> call.body().contains(id + "\"")).toList();
  }

  private static Request only(String path, String id) {
    List<Request> calls = to(path, id);
    assertEquals(1, calls.size(), calls.toString());
    return calls.get(0);
  }

  private static long count(String from) {
    return bridge.sql().sql("SELECT count(*) FROM " + from).query(Long.class).single();
  }

  private static JsonNode tree(Request call) {
    try {
      return JSON.readTree(call.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
