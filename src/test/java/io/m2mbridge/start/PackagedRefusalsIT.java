package io.m2mbridge.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testkit.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the packaged bridge refuses to start with, in one sentence each. */
@Tag("verify")
class PackagedRefusalsIT extends PackagedBridge {
  private void assertRefuses(String sentence) {
    try (BridgeProcess bridge = start()) {
      assertEquals(1, bridge.awaitExit());
      assertEquals(1, bridge.stderr().lines().count(), bridge.stderr());
      assertEquals("m2m-bridge: " + sentence, bridge.stderr().strip());
      assertFalse(bridge.printedStackTrace(), bridge.stdout());
      assertFalse(bridge.stdout().contains("ERROR"), bridge.stdout());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "none",
      value = {
        "M2M_WEBHOOK_SECRET | none | The webhook secret is missing: set M2M_WEBHOOK_SECRET to the one that M2M's Partner Portal shows.",
        "M2M_WEBHOOK_SECRET | short | A webhook secret is shorter than 16 characters: set M2M_WEBHOOK_SECRET to the whole secret, whsec_ included.",
        "M2M_WEBHOOK_SECRET | \"whsec_q8Zt3LmV0aPw7Rk2\" | A webhook secret has quotes around it: set M2M_WEBHOOK_SECRET, or the content of its file, to the secret alone.",
        "M2M_OPERATION_CREATED_FOWARD | log:x | Nothing reads the variable M2M_OPERATION_CREATED_FOWARD: did you mean M2M_OPERATION_CREATED_FORWARD?",
        "M2M_API_KEY | none | The API key is missing: set M2M_API_KEY to a key of M2M's Partner Portal.",
        "M2M_API_KEY | m2m_test_key | M2M_API_KEY is a sandbox key (m2m_test_), but M2M_API_BASE_URL is production: set both for the same side.",
        "M2M_API_BASE_URL | https://api.sandbox.m2m.leapfinancial.com | M2M_API_KEY is a production key (m2m_live_), but M2M_API_BASE_URL is the sandbox: set both for the same side.",
        "M2M_API_BASE_URL | http://api.m2m.leapfinancial.com | M2M_API_BASE_URL is not https (http is allowed on loopback only): set it to https://api.m2m.leapfinancial.com, for example.",
        "M2M_DATABASE_URL | none | The database is missing: set M2M_DATABASE_URL to jdbc:postgresql://<host>/<database>, with M2M_DATABASE_USERNAME and M2M_DATABASE_PASSWORD.",
        "M2M_DATABASE_URL | jdbc:postgresql://127.0.0.1:1/m2m | The database can't be reached (SQLSTATE 08001): check M2M_DATABASE_URL, M2M_DATABASE_USERNAME and M2M_DATABASE_PASSWORD, and that PostgreSQL runs there.",
      })
  void refusesToStartWith(String variable, String value, String sentence) {
    withDatabase("jdbc:postgresql://127.0.0.1:1/not-reached");
    environment.remove(variable);
    if (value != null) {
      environment.put(variable, value);
    }

    assertRefuses(sentence);
  }

  @Test
  void refusesToStartWithPasswordThatDatabaseDoesNotTake() throws Exception {
    TestPostgres.demandPassword("stranger");
    withDatabase(TestPostgres.newDatabase().replaceFirst("\\?.*", ""));
    environment.put("M2M_DATABASE_USERNAME", "stranger");

    assertRefuses(
        "PostgreSQL refuses the user or the password (SQLSTATE 28P01): check both in M2M_DATABASE_URL,"
            + " M2M_DATABASE_USERNAME and M2M_DATABASE_PASSWORD.");
  }

  @Test
  void refusesToStartWithVariableThatIsSetToNothingBesideItsFile() throws Exception {
    Files.writeString(folder.resolve("secret"), environment.put("M2M_WEBHOOK_SECRET", "") + "\n");
    environment.put("M2M_WEBHOOK_SECRET_FILE", "secret");

    assertRefuses(
        "M2M_WEBHOOK_SECRET is set to an empty value, in addition to M2M_WEBHOOK_SECRET_FILE: unset it.");
  }

  @Test
  void refusesToStartOnTakenPort() throws Exception {
    withDatabase(TestPostgres.newDatabase());
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      assertRefuses(
          "Port "
              + taken.getLocalPort()
              + " of 127.0.0.1 can't be opened (Address already in use): set M2M_HTTP_PORT or"
              + " M2M_HTTP_HOST, or stop the process that uses it.");
    }
  }

  @Test
  void refusesToStartWithoutRoutes() throws Exception {
    withDatabase(TestPostgres.newDatabase());
    for (Path file : routes()) {
      Files.delete(file);
    }

    assertRefuses(
        "There is no routes/beans.camel.yaml in "
            + folder.toRealPath()
            + ": run in the folder that holds routes/, with the files that come with m2m-bridge.");
  }

  @Test
  void refusesToStartWithoutRouteOfEvent() throws Exception {
    withDatabase(TestPostgres.newDatabase());
    Files.delete(route("event-link-opened"));
    edit("event-dispatch", "name: event-link-opened", "name: event-link-created");

    assertRefuses(
        "The event route event-link-opened is missing: put routes/event-link-opened.camel.yaml back,"
            + " with that route id.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "routeConfigurationId: settle | routeConfigurationId: setle | The route event-link-opened names the routeConfigurationId setle, which doesn't exist: define it in routes/on-failure.camel.yaml, or name one that does.",
        "name: user-data-prefetch | name: user-data-prefech | routes/event-link-opened.camel.yaml:27:18: event-link-opened/prefetch-on-link-opened: the call of direct:user-data-prefech, which no route serves: did you mean direct:user-data-prefetch? Otherwise add a route from direct:user-data-prefech, or fix the name. [unknown-route]",
        "noop: true | noops: true | it did not start: in the route event-link-opened: Failed to resolve endpoint: sql://classpath:sql/link-opened.sql?dataSource=%23dataSource&noops=true&parametersCount=1 due to: There are 1 parameters that couldn't be set on the endpoint. Check the uri if the parameters are spelt correctly and that they are properties of the endpoint. Unknown parameters=[{noops=true}]",
        "- policy: | - polizy: | it did not start: Unknown node id: polizy in file:routes/event-link-opened.camel.yaml, line 10, column 11: - polizy: ^",
        "steps: | steps: [ | routes/event-link-opened.camel.yaml:10: the line is not YAML, or the one before it is not complete: check the indentation, the colon after each key, and put a value with a colon in quotes. [yaml-syntax]",
      })
  void refusesToStartWithWrongEdit(String right, String wrong, String sentence) throws Exception {
    withDatabase(TestPostgres.newDatabase());
    edit("event-link-opened", right, wrong);

    assertRefuses(sentence);
  }

  private List<Path> routes() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("routes"))) {
      return files.toList();
    }
  }

  private Path route(String name) {
    return folder.resolve("routes").resolve(name + ".camel.yaml");
  }

  private void edit(String route, String from, String to) throws IOException {
    String yaml = Files.readString(route(route));
    assertTrue(yaml.contains(from), yaml);
    Files.writeString(route(route), yaml.replaceFirst(Pattern.quote(from), to));
  }

  @ParameterizedTest
  @CsvSource({"simulate", "send"})
  void makesUpNoEventsWhereTheKeyIsOfProduction(String command) {
    environment.put("M2M_API_KEY", "m2m_live_key_of_the_tests");

    try (BridgeProcess process =
        command.equals("send") ? start(command, "link.created") : start(command, "--links=1")) {
      assertEquals(1, process.awaitExit());
      assertTrue(process.stderr().contains("run it elsewhere"), process.stderr());
      assertEquals("", process.stdout());
    }
  }
}
