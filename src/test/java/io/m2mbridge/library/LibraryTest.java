package io.m2mbridge.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.settings.ShippedRoutes;
import io.m2mbridge.start.StartFailure;
import io.m2mbridge.testing.FormerFolder;
import io.m2mbridge.testing.LogLines;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.TestPostgres;
import io.m2mbridge.testkit.Webhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Another application on camel-main, with the jar on its class path. */
@Tag("verify")
class LibraryTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private final int port = Bridge.freePort();
  private final Main host = new Main();
  private boolean isAutoCommit = true;
  private DataSource dataSource;

  @BeforeEach
  void isAnotherApplication() {
    dataSource =
        new DriverManagerDataSource(TestPostgres.newDatabase(), "postgres", "") {
          @Override
          public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            connection.setAutoCommit(isAutoCommit);
            return connection;
          }
        };
    host.setDefaultPropertyPlaceholderLocation("file:none.properties;optional=true");
    set("camel.server.enabled", "true");
    set("camel.server.port", String.valueOf(port));
    set("m2m.routes.enabled", "true");
    set("m2m.webhook.secret", Bridge.SECRET);
    set("m2m.api.key", Bridge.API_KEY);
    set("m2m.api.base-url", "http://127.0.0.1:1");
  }

  private void start() throws Exception {
    host.bind("dataSource", dataSource);
    host.start();
  }

  @AfterEach
  void stop() {
    host.stop();
    host.shutdown();
  }

  private void set(String key, String value) {
    host.addOverrideProperty(key, value);
  }

  private String send(Webhook webhook, String path) throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            webhook.to(URI.create("http://127.0.0.1:" + port + path)), BodyHandlers.ofString());
    return answer.statusCode() + " " + Bridge.outcome(answer);
  }

  private String send(Webhook webhook) throws Exception {
    return send(webhook, "/webhooks/m2m");
  }

  private String send(String path) throws Exception {
    return send(Webhook.of(Event.of("operation.created").toString()), path);
  }

  private String send() throws Exception {
    return send("/webhooks/m2m");
  }

  private long count(String table) {
    return JdbcClient.create(dataSource)
        .sql("SELECT count(*) FROM " + table)
        .query(Long.class)
        .single();
  }

  @Test
  void receivesWebhooksOnTheServerAndDataSourceOfTheApplication() throws Exception {
    start();

    assertEquals("200 accepted", send());
    assertEquals("200 duplicate", send());
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count("m2m_fund_holds") == 1);
    assertSame(dataSource, host.getCamelContext().getRegistry().lookupByName("dataSource"));
  }

  /** Turkish has another capital for i, the others have digits of their own. */
  @ParameterizedTest
  @ValueSource(strings = {"tr-TR", "mr-IN-u-nu-deva", "ar-EG-u-nu-arab"})
  void worksInWhateverLanguageTheApplicationRuns(String language) throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(language));
    try {
      start();

      assertEquals("200 accepted", send());
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count("m2m_fund_holds") == 1);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void refusesAMisspeltSetting() {
    set("m2m.webhook.maxAge", "1h");

    assertMistake("Nothing reads m2m.webhook.maxAge: did you mean m2m.webhook.max-age?");
  }

  @Test
  void leavesAnUnknownNameToTheApplication() throws Exception {
    set("m2m.ledger.token", "1");
    start();

    assertEquals("200 accepted", send());
  }

  @Test
  void answersWhatIsNotSigned() throws Exception {
    start();

    assertEquals(
        "401 null",
        send(Webhook.of(Event.of("link.created").toString()).with("X-M2M-Signature", null)));
  }

  @Test
  void takesBeanOfTheApplicationInPlaceOfItsOwn() throws Exception {
    host.bind("clock", Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    start();

    assertEquals("200 quarantined", send());
  }

  @Test
  void takesFileOfTheApplicationInPlaceOfItsOwn() throws Exception {
    String name = "event-operation-created.camel.yaml";
    String yaml = Files.readString(Path.of("routes", name)).replace("place-hold", "place-our-hold");
    Files.writeString(folder.resolve(name), yaml);
    set("m2m.routes.folder", "file:" + folder);
    start();

    assertEquals("200 accepted", send());
    assertTrue(
        host.getCamelContext().getRoute("event-operation-created").filter("place-our-hold").size()
            == 1);
  }

  @Test
  void servesARouteThatAFormerFileOfTheApplicationCalls() throws Exception {
    String name = "data-request-answer.camel.yaml";
    Files.copy(FormerFolder.FILES.resolve(name), folder.resolve(name));
    set("m2m.routes.folder", "file:" + folder);
    start();

    assertEquals("200 accepted", send());
    assertTrue(host.getCamelContext().getRoute("reply-report") != null);
  }

  @Test
  void storesInTheDataSourceOfThatNameWhereThereAreTwo() throws Exception {
    host.bind("other", new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/none"));
    start();

    assertEquals("200 accepted", send());
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count("m2m_fund_holds") == 1);
  }

  @Test
  void refusesDataSourceWithoutAutoCommit() {
    isAutoCommit = false;

    assertMistake(
        "The DataSource gives connections without auto-commit, so nothing would be stored:"
            + " set auto-commit of its pool to true.");
  }

  @Test
  void refusesQueryThatLosesAFieldOfTheUserData() {
    set(
        "m2m.user-data.query",
        "SELECT id_number AS idNumber FROM m2m_users WHERE reference_id = :?referenceId");

    assertMistake(
        "m2m.user-data.query (M2M_USER_DATA_QUERY) gives a column idnumber, which M2M doesn't know:"
            + " write AS \"idNumber\", in double quotes, because PostgreSQL lower-cases unquoted names.");
  }

  @Test
  void warnsOfPoolThatWaitsForLong() throws Exception {
    try (HikariDataSource pool = new HikariDataSource();
        LogLines log = LogLines.capture()) {
      pool.setJdbcUrl(TestPostgres.newDatabase());
      pool.setUsername("postgres");
      dataSource = pool;
      start();

      assertEquals(1, log.with("waits 30000 ms for a connection").size());
      host.stop();
    }
  }

  @Test
  void receivesBelowThePathOfTheServer() throws Exception {
    set("camel.server.path", "/api");
    start();

    assertEquals("200 accepted", send("/api/webhooks/m2m/acme"));
    assertEquals("404 null", send("/api/webhooks/m2mx"));
    assertEquals("404 null", send("/api/webhooks/m2mx/webhooks/m2m"));
    assertEquals("404 null", send("/webhooks/m2m"));
  }

  @Test
  void leavesRouteTemplatesOfTheApplicationAlone() throws Exception {
    host.configure()
        .addRoutesBuilder(
            new RouteBuilder() {
              @Override
              public void configure() {
                routeTemplate("theirs")
                    .templateParameter("name")
                    .from("direct:{{name}}")
                    .to("direct:not-there-yet");
                templatedRoute("theirs").parameter("name", "bound-later");
                from("direct:not-there-yet").routeId("there").log("theirs");
              }
            });
    start();

    assertEquals("200 accepted", send());
  }

  @Test
  void refusesFolderWithoutRoutes() {
    set("m2m.routes.folder", "file:" + folder);

    assertMistake(
        "m2m.routes.folder (M2M_ROUTES_FOLDER) is file:"
            + folder
            + ", which has no *.camel.yaml: set it to a folder, as in file:routes-of-ours or"
            + " classpath:routes-of-ours.");
  }

  @Test
  void refusesARouteThatCanNotBeMeant() throws Exception {
    String yaml = Files.readString(Path.of("routes/notify.camel.yaml"));
    Path file = folder.resolve("notify.camel.yaml");
    Files.writeString(file, yaml.replaceFirst("    description:", "    id: twice\n$0"));
    set("m2m.routes.folder", "file:" + folder);

    assertMistake(
        file
            + ":3:5: the key id is in line 2 already, and one of the two is lost: keep one of them."
            + " [duplicate-key]");
  }

  @Test
  void explainsWhyCamelDoesNotTakeARoute() throws Exception {
    String beans = "- beans:\n    - name: ledgerClock\n      type: java.tme.Clock\n";
    Path file = Files.writeString(folder.resolve("ledger-beans.camel.yaml"), beans);
    set("m2m.routes.folder", "file:" + folder);

    assertMistake(
        file
            + ":3:13: the bean ledgerClock: the class java.tme.Clock is not on the class path: write its full name with"
            + " the package, or put its jar into lib/. [unknown-class]");
  }

  @Test
  void startsWithAFindingThatTheApplicationAllows() throws Exception {
    set("m2m.routes.folder", "file:" + folder);
    set("m2m.check.allow", "unknown-route@tell-nobody: it is added after the start");
    Files.writeString(
        folder.resolve("tell-nobody.camel.yaml"),
        "- route: {id: tell-nobody, from: {uri: 'direct:tell-nobody', steps: [to: 'direct:later']}}");
    start();

    assertEquals("200 accepted", send());
  }

  @Test
  void refusesToStartWithoutSecret() {
    set("m2m.webhook.secret", "");

    assertMistake(
        "The webhook secret is missing: set M2M_WEBHOOK_SECRET to the one that M2M's Partner Portal"
            + " shows.");
  }

  @Test
  void refusesRoutesThatAreThereAlready() {
    set("camel.main.routesIncludePattern", "classpath:routes/*.camel.yaml");
    set("m2m.demo", "false");
    Settings.defaults()
        .forEach((key, value) -> host.addInitialProperty((String) key, (String) value));

    assertMistake(
        "The route webhook-receive exists already, and m2m.routes.enabled would add it again: load"
            + " the routes by one of the two, m2m.routes.enabled or Camel's include pattern.");
  }

  @Test
  void staysOutUnlessEnabled() throws Exception {
    set("m2m.routes.enabled", "false");
    start();

    assertEquals(List.of(), host.getCamelContext().getRoutes());
    assertFalse(host.getCamelContext().getRegistry().findByType(DataSource.class).isEmpty());
  }

  private void assertMistake(String sentence) {
    Exception failure = assertThrows(Exception.class, this::start);
    assertEquals(sentence, StartFailure.sentence(failure));
  }

  @Test
  void listsEachFileOfRoutes() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      assertEquals(
          files.map(file -> file.getFileName().toString()).sorted().toList(),
          ShippedRoutes.names().stream().sorted().toList());
    }
  }
}
