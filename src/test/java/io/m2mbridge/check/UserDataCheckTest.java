package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.testing.LogLines;
import io.m2mbridge.testkit.TestPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The query, and the route that runs it, defined and not started. */
class UserDataCheckTest {
  private static final String BY_REFERENCE = " FROM crm WHERE customer = :?referenceId";
  private static DriverManagerDataSource database;

  private final CamelContext context = new DefaultCamelContext();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  @BeforeAll
  static void createTable() {
    database = new DriverManagerDataSource(TestPostgres.newDatabase(), "postgres", "");
    JdbcClient.create(database)
        .sql("CREATE TABLE crm (customer text, curp text, seen timestamp, born_at timestamptz)")
        .update();
  }

  @BeforeEach
  void bind() {
    context.getRegistry().bind("dataSource", database);
    context.getRegistry().bind("metricsRegistry", metrics);
  }

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  private void check(String query) throws Exception {
    check(query, Files.readString(Path.of("routes/user-data-lookup.camel.yaml")));
  }

  private void check(String query, String route) throws Exception {
    context.getPropertiesComponent().addInitialProperty("m2m.user-data.query", query);
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(ResourceHelper.fromString("lookup.yaml", route));
    UserDataCheck.check(context);
  }

  private static String asItWas() throws Exception {
    return Files.readString(Path.of("routes/user-data-lookup.camel.yaml"))
        .replaceAll(" *connectionStrategy: .*\n", "              resetAutoCommit: false\n");
  }

  @Test
  void stopsOnAColumnThatM2MDoesNotKnow() {
    var e =
        assertThrows(
            ConfigurationException.class, () -> check("SELECT curp AS idNumber" + BY_REFERENCE));
    assertEquals(
        "m2m.user-data.query (M2M_USER_DATA_QUERY) gives a column idnumber, which M2M doesn't know:"
            + " write AS \"idNumber\", in double quotes, because PostgreSQL lower-cases unquoted names.",
        e.getMessage());
  }

  @Test
  void stopsOnWhatTheTextProvesWrongThoughTheDatabaseIsAway() {
    context
        .getRegistry()
        .bind("dataSource", new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/m2m"));
    assertThrows(ConfigurationException.class, () -> check("SELECT curp AS \"idNumber\" FROM crm"));
  }

  @Test
  void checksARouteThatASiteCopiedEarlier() {
    assertThrows(
        ConfigurationException.class,
        () -> check("SELECT curp AS idNumber" + BY_REFERENCE, asItWas()));
  }

  @Test
  void warnsAndCountsWhatMayYetBePutRight() throws Exception {
    try (LogLines log = LogLines.capture()) {
      check("SELECT a AS \"idNumber\" FROM gone WHERE r = :?referenceId");
      assertEquals(1, log.with("relation \"gone\" does not exist").size());
    }
    assertEquals(1, metrics.counter("m2m.user.data.query.warnings", "reason", "table").count());
  }

  @Test
  void saysNothingOfAGoodQuery() throws Exception {
    try (LogLines log = LogLines.capture()) {
      check("SELECT curp AS \"idNumber\", seen AS \"dob\"" + BY_REFERENCE);
      assertTrue(log.with("UserData").isEmpty());
    }
  }

  @Test
  void warnsOfATimestampWhereTheRouteIsAnEarlierOne() throws Exception {
    try (LogLines log = LogLines.capture()) {
      check("SELECT seen AS \"dob\"" + BY_REFERENCE, asItWas());
      assertEquals(1, log.with("CAST(seen AS date)").size());
    }
  }

  @Test
  void takesAParameterThatTheRouteSets() throws Exception {
    check(
        "SELECT curp AS \"idNumber\"" + BY_REFERENCE + " AND curp = :?linkId",
        asItWas()
            .replace(
                "      steps:\n",
                """
                      steps:
                        - setHeader:
                            name: linkId
                            variable: linkId
                """));
    assertThrows(
        ConfigurationException.class,
        () -> check("SELECT curp AS \"idNumber\"" + BY_REFERENCE + " AND curp = :?other"));
  }

  @Test
  void readsAQueryThatIsAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("user.sql");
    Files.writeString(file, "SELECT curp AS \"idNumber\"\n" + BY_REFERENCE);
    try (LogLines log = LogLines.capture()) {
      check("resource:file:" + file);
      assertTrue(log.with("UserData").isEmpty());
    }
    Files.writeString(file, "SELECT curp AS \"idnumber\"\n" + BY_REFERENCE);
    assertThrows(ConfigurationException.class, () -> UserDataCheck.check(context));
    Files.delete(file);
    assertThrows(ConfigurationException.class, () -> UserDataCheck.check(context));
  }

  @Test
  void readsPlaceholdersOfTheQuery() throws Exception {
    context.getPropertiesComponent().addInitialProperty("site.table", "crm");
    try (LogLines log = LogLines.capture()) {
      check("SELECT curp AS \"idNumber\" FROM {{site.table}} WHERE customer = :?referenceId");
      assertTrue(log.with("UserData").isEmpty());
    }
  }

  @Test
  void leavesALookUpOfASitesOwnAlone() {
    assertDoesNotThrow(
        () ->
            check(
                "nonsense",
                Files.readString(Path.of("src/test/resources/site/customer-data.camel.yaml"))));
  }

  @Test
  void leavesTheQueryAloneWhereItIsOfAnotherComponent() {
    assertDoesNotThrow(
        () ->
            check(
                "SELECT curp AS \"idNumber\" FROM crm WHERE customer = :#referenceId",
                """
                - route:
                    id: user-data-lookup
                    from:
                      uri: direct:user-data-lookup
                      steps:
                        - to:
                            uri: sql
                            parameters:
                              query: "{{m2m.user-data.query}}"
                """));
  }
}
