package io.m2mbridge.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Certificates;
import io.m2mbridge.testing.RecipeSite;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.RecordingServer;
import io.m2mbridge.testkit.RecordingServer.Request;
import java.io.IOException;
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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pages of {@code docs/recipes} about calls: whom the service takes them from, and when. */
@Tag("verify")
@ExtendWith(RecipeSite.Shared.class)
class RecipesTest {
  /** Needs a component that isn't on the class path, and says so. */
  private static final List<String> NOT_RUN = List.of("email-and-sftp");

  private static RecipeSite at;
  private static RecordingServer site;
  private static Bridge bridge;

  @BeforeAll
  static void take(RecipeSite shared) {
    at = shared;
    site = shared.service();
    bridge = shared.bridge();
  }

  @Test
  void runEachPage() throws IOException {
    Set<String> pages = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("docs", "recipes"))) {
      files.forEach(file -> pages.add(file.getFileName().toString().replace(".md", "")));
    }
    assertEquals(
        pages,
        Stream.of(RecipeSite.PAGES, AlternativeRecipesTest.PAGES, TwoBridgesTest.PAGES, NOT_RUN)
            .flatMap(List::stream)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void sendsUserAndPasswordWithTheFirstRequest() {
    at.link("created", "basic");

    Request call = at.only("/links", "basic");
    String credentials = call.header("Authorization").replace("Basic ", "");
    assertEquals(
        "bridge:" + RecipeSite.PASSWORD, new String(Base64.getDecoder().decode(credentials)));
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
        at.to("/basic").stream().map(call -> call.header("Authorization")).toList());
    assertEquals(
        Arrays.asList((String) null),
        at.to("/bearer").stream().map(call -> call.header("Authorization")).toList());
    assertEquals(List.of(), at.to("/none"));
  }

  @Test
  void sendsABearerTokenAndWaitsBefore() {
    Instant start = Instant.now();
    at.link("opened", "bearer");

    Request call = at.only("/openings", "bearer");
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
    at.operation("cancelled", "oauth_1");
    at.operation("cancelled", "oauth_2");

    for (String id : List.of("oauth_1", "oauth_2")) {
      assertEquals("Bearer of_oauth", at.only("/cancellations", id).header("Authorization"));
    }
    List<Request> asked = at.to("/oauth2/token");
    assertEquals(2, asked.size());
    assertEquals("grant_type=client_credentials&scope=operations", asked.get(0).body());
    String credentials = asked.get(0).header("Authorization").replace("Basic ", "");
    assertEquals(
        "bridge:" + RecipeSite.CLIENT_SECRET, new String(Base64.getDecoder().decode(credentials)));
    assertEquals(2, bridge.delivery("operation.cancelled:oauth_1").get("attempts"));
  }

  @Test
  void showsAClientCertificate(@TempDir Path folder) {
    Certificates stranger = Certificates.make(folder.resolve("stranger"), "-keyalg", "EC");
    HttpClient withWrongOne =
        HttpClient.newBuilder().sslContext(stranger.trusting(at.gatewayCertificate())).build();
    HttpRequest request = HttpRequest.newBuilder(URI.create(at.gateway().baseUrl())).build();
    assertThrows(IOException.class, () -> withWrongOne.send(request, BodyHandlers.discarding()));

    bridge.send("{\"event\":\"card.charged\",\"data\":{\"id\":\"tls\"}}");

    Awaitility.await()
        .until(
            () -> at.gateway().requests().stream().anyMatch(each -> each.body().contains("tls")));
  }

  @Test
  void namesABookingByItsKeyAtEachAttempt() {
    site.answersTo("bookings", RecordingServer.json(503, ""));
    bridge.send(Event.of("operation.created").withText("data.operationId", "\u0141").toString());
    bridge.await("operation.created:\u0141", "done");

    List<Request> calls = at.to("/bookings", "\u0141");
    assertEquals(2, calls.size());
    for (Request call : calls) {
      assertEquals("operation.created:%C5%81", call.header("Idempotency-Key"));
      assertTrue(call.body().contains("\"last4\":\"4242\""), "this call isn't masked");
    }
  }

  @AfterEach
  void keepsSecretsOutOfTheLog() {
    for (String secret : RecipeSite.SECRETS) {
      assertEquals(
          List.of(),
          at.logs().lines().stream().filter(line -> line.text().contains(secret)).toList());
    }
  }
}
