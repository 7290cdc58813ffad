package io.m2mbridge.dispatch;

import static io.m2mbridge.inbox.Deliveries.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.Inbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ShippedEffectsTest {
  private static final List<String> ROUTES =
      List.of(
          "event-link-created",
          "event-link-opened",
          "event-operation-created",
          "event-operation-cancelled",
          "event-operation-learned",
          "operation-notices",
          "on-failure");

  private static final String ROUTE =
      "- route:\n    id: site\n    from:\n      uri: direct:site\n      steps:\n        - log:\n"
          + "            message: site\n";

  /** What the shipped routes call outside of their effects. */
  private static final class Rest extends RouteBuilder {
    @Override
    public void configure() {
      from("direct:event-forward").to("log:forward?level=OFF");
      from("direct:user-data-prefetch").to("log:prefetch?level=OFF");
    }
  }

  /** Remembers what names the rows of each policy, and runs no steps. */
  private static final class Asked implements Policy {
    private final Map<String, ShippedEffects> policies = new LinkedHashMap<>();
    private NamedNode wrapped;

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
      wrapped = definition;
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
      policies.put(route.getRouteId(), new ShippedEffects(route.getCamelContext(), wrapped));
      return exchange -> {};
    }
  }

  private static DefaultCamelContext context(
      Policy effectsOnce, DataSource database, String edited, UnaryOperator<String> edit)
      throws Exception {
    DefaultCamelContext context = new DefaultCamelContext();
    context.getRegistry().bind("effects-once", effectsOnce);
    context.getRegistry().bind("outside-once", new OutsideOncePolicy(new Inbox(database)));
    context.getRegistry().bind("dataSource", database);
    context.addRoutes(new Rest());
    for (String name : ROUTES) {
      String text = shipped(name);
      String loaded = name.equals(edited) ? edit.apply(text) : text;
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.fromString(name + ".camel.yaml", loaded));
    }
    context.start();
    return context;
  }

  private static String shipped(String name) throws IOException {
    return Files.readString(Path.of("routes", name + ".camel.yaml"));
  }

  private static String rows(String route, String edited, UnaryOperator<String> edit)
      throws Exception {
    Asked asked = new Asked();
    try (DefaultCamelContext context =
        context(asked, new DriverManagerDataSource(), edited, edit)) {
      Exchange exchange = new DefaultExchange(context);
      exchange.setVariable("data", Map.of("linkId", "link_1", "operationId", "op_1"));
      return asked.policies.get(route).rows(exchange);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "event-link-created,linkId:link_1",
    "event-link-opened,linkId:link_1",
    "event-operation-created,operationId:op_1",
    "event-operation-cancelled,operationId:op_1",
    "event-operation-learned,operationId:op_1"
  })
  void namesTheRowsOfEachShippedRoute(String route, String rows) throws Exception {
    assertEquals(rows, rows(route, "", text -> text));
  }

  @Test
  void namesNoRowsWhereAStepWasEdited() throws Exception {
    assertNull(
        rows(
            "event-operation-created",
            "event-operation-created",
            text ->
                text.replace(
                    "classpath:sql/fund-hold.sql", "file:src/main/resources/sql/fund-hold.sql")));
  }

  @Test
  void namesNoRowsWhereARouteThatAStepCallsWasEdited() throws Exception {
    assertNull(
        rows(
            "event-operation-created",
            "operation-notices",
            text ->
                text.replace(
                    "classpath:sql/notice.sql", "file:src/main/resources/sql/notice.sql")));
  }

  @ParameterizedTest
  @CsvSource({
    // The configuration, by its file.
    "on-failure,noErrorHandler: {},defaultErrorHandler: {}",
    "on-failure,noErrorHandler: {},'noErrorHandler: {}\n    onCompletion:\n      - onCompletion:\n          steps:\n            - log: end'",
    "on-failure,noErrorHandler: {},'noErrorHandler: {}\n    onException:\n      - onException:\n          exception: java.lang.Throwable\n          steps:\n            - log: failed'",
    // Another configuration.
    "event-operation-created,routeConfigurationId: settle,routeConfigurationId: answer-failure",
    "operation-notices,routeConfigurationId: settle,routeConfigurationId: answer-failure",
    // The configuration of the route and of its file.
    "event-operation-created,'    from:','    errorHandler:\n      defaultErrorHandler: {}\n    from:'",
    "operation-notices,'- route:','- errorHandler:\n    defaultErrorHandler: {}\n- route:'"
  })
  void namesNoRowsWhereAFailureLeadsToSomethingElse(String file, String shipped, String edited)
      throws Exception {
    assertTrue(shipped(file).contains(shipped));
    assertNull(
        rows(
            "event-operation-created",
            file,
            text -> text.replace(shipped, edited.replace("\\n", "\n"))));
  }

  @Test
  void namesTheRowsWhereOnlyALaterStepWasEdited() throws Exception {
    assertEquals(
        "linkId:link_1",
        rows(
            "event-link-created",
            "event-link-created",
            text -> text.replace("name: user-data-prefetch", "name: event-forward")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- interceptSendToEndpoint:\n    uri: sql:*\n",
        "- intercept:\n",
        "- routeConfiguration:\n    id: site\n    interceptSendToEndpoint:\n"
            + "      - interceptSendToEndpoint:\n          uri: sql:*\n",
        "- routeConfiguration:\n    id: site\n    intercept:\n      - intercept:\n"
      })
  void findsInterceptorsOfTheSite(String interceptor) throws Exception {
    String indent = interceptor.contains("routeConfiguration") ? "          " : "    ";
    String steps = indent + "steps:\n" + indent + "  - log:\n" + indent + "      message: call\n";
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(new Rest());
      assertFalse(ShippedEffects.areIntercepted(context));
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.fromString("site.camel.yaml", interceptor + steps + ROUTE));
      assertTrue(ShippedEffects.areIntercepted(context));
    }
  }

  @Test
  void leavesTheOtherEventsTheirEffectsWhereOneFails() throws Exception {
    DataSource database = Deliveries.database();
    JdbcClient.create(database)
        .sql("ALTER TABLE m2m_links ADD CHECK (link_id <> 'poison')")
        .update();
    Inbox inbox = new Inbox(database);
    EffectsOncePolicy policy = new EffectsOncePolicy(inbox, database);
    try (DefaultCamelContext context = context(policy, database, "", text -> text)) {
      policy.share(context);
      List<String> names = List.of("a", "poison", "b", "c", "d", "e", "f", "g");
      names.forEach(name -> Deliveries.store(inbox, Deliveries.linkCreated(name)));
      List<ClaimedDelivery> claimed =
          inbox.leases().claim(Map.of("link.created", names.size()), names.size());
      List<CompletableFuture<Exchange>> runs =
          claimed.stream()
              .map(
                  each ->
                      CompletableFuture.supplyAsync(
                          () -> run(context, each), task -> new Thread(task).start()))
              .toList();
      for (int i = 0; i < claimed.size(); i++) {
        boolean isPoison = claimed.get(i).eventKey().endsWith(":poison");
        Exchange ended = runs.get(i).join();
        Object mark = row(database, claimed.get(i).eventKey()).get("effects_at");
        if (isPoison) {
          assertNotNull(ended.getException());
          assertNull(mark);
        } else {
          assertNull(ended.getException());
          assertNotNull(mark);
        }
      }
      assertEquals(
          List.of("a", "b", "c", "d", "e", "f", "g"),
          JdbcClient.create(database)
              .sql("SELECT link_id FROM m2m_links ORDER BY 1")
              .query(String.class)
              .list());
    }
  }

  private static Exchange run(DefaultCamelContext context, ClaimedDelivery claimed) {
    return context
        .createProducerTemplate()
        .send(
            "direct:event-link-created",
            each -> {
              new DeliveryExchanges().name(each, claimed);
              new DeliveryExchanges().fill(each, claimed);
            });
  }
}
