package io.m2mbridge.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.ShippedRoutes;
import io.m2mbridge.testing.FormerFolder;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Another application on camel-main, with the jar on its class path. */
@Tag("verify")
class LibraryTest extends OtherApplication {
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
  void staysOutUnlessEnabled() throws Exception {
    set("m2m.routes.enabled", "false");
    start();

    assertEquals(List.of(), host.getCamelContext().getRoutes());
    assertFalse(host.getCamelContext().getRegistry().findByType(DataSource.class).isEmpty());
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
