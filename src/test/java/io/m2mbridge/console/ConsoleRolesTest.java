package io.m2mbridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.console.access.ConsoleRoles;
import io.m2mbridge.console.access.Role;
import io.m2mbridge.console.access.Viewer;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.testkit.Bridge;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The console within an application that has a login of its own. */
class ConsoleRolesTest {
  private static final String PERSON = "X-Person";
  private static CamelContext context;
  private static Console console;

  @BeforeAll
  static void start(Bridge bridge) {
    DriverManagerDataSource database =
        new DriverManagerDataSource(bridge.databaseUrl(), "postgres", "");
    context = new DefaultCamelContext();
    context.getPropertiesComponent().setInitialProperties(Settings.defaults());
    context.getRegistry().bind("dataSource", database);
    ConsoleRoles roles =
        exchange -> {
          String person = exchange.getIn().getHeader(PERSON, String.class);
          if ("broken".equals(person)) {
            throw new NoClassDefFoundError("org/example/Login");
          }
          return person == null ? null : new Viewer(person, Role.VIEWER);
        };
    context.getRegistry().bind(ConsoleRoles.BEAN, roles);
    console = new Console(database, Clock.systemUTC());
    console.setCamelContext(context);
  }

  private static Message ask(String method, String path, Map<String, Object> headers) {
    Exchange exchange = new DefaultExchange(context);
    exchange.getIn().setHeader(Exchange.HTTP_METHOD, method);
    exchange.getIn().setHeader(Exchange.HTTP_URI, path);
    exchange.getIn().setHeader("Host", "localhost");
    headers.forEach(exchange.getIn()::setHeader);
    console.process(exchange);
    return exchange.getMessage();
  }

  private static int status(Message answer) {
    return answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
  }

  @Test
  void showsThePersonOfTheApplicationTheirPages() {
    Message answer = ask("GET", "/console/trouble", Map.of(PERSON, "ada"));
    assertEquals(200, status(answer));
    assertTrue(answer.getBody(String.class).contains("ada"));
    Map<String, Object> form = Map.of(PERSON, "ada", "Sec-Fetch-Site", "same-origin");
    assertEquals(403, status(ask("POST", "/console/replay", form)));
  }

  @Test
  void answersAnErrorOfTheApplicationsLoginWithAPageOfItsOwn() {
    Message answer = ask("GET", "/console/trouble", Map.of(PERSON, "broken"));
    assertEquals(500, status(answer));
    String body = answer.getBody(String.class);
    assertTrue(body.contains("Something failed"), body);
    assertFalse(body.contains("Login"), body);
  }

  @Test
  void refusesAPersonWithoutARoleAndHasNoLoginOfItsOwn() {
    assertEquals(403, status(ask("GET", "/console/trouble", Map.of())));
    assertEquals(403, status(ask("GET", "/console/login", Map.of())));
    Map<String, Object> basic =
        Map.of("Accept", "application/json", "Authorization", "Basic dmVyYTp4");
    assertEquals(403, status(ask("GET", "/console/trouble", basic)));
  }
}
