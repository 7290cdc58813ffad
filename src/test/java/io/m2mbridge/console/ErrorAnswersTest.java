package io.m2mbridge.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.console.access.RefusedException;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.testing.Logs;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ErrorAnswersTest {
  private static final String TEXT = "<b>Jane Roe</b>";

  private final ErrorAnswers errors = new ErrorAnswers(new Pages(List.of(), "/console/static/x"));

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tellsANumberThatTheLogHasTooAndNoExceptionsText(boolean isForJson) {
    try (Logs logs = new Logs()) {
      Answer answer = errors.failed(new IllegalStateException(TEXT), isForJson);

      String body = new String(answer.body(), UTF_8);
      assertEquals(500, answer.status());
      assertFalse(body.contains("Jane"), body);
      String number = body.replaceFirst("(?s).*number ([0-9a-f]{8})\\..*", "$1");
      assertEquals(
          List.of("console error=" + number + " IllegalStateException"), logs.of("m2m.console"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hasAPageWhereTheConsoleCanNotBeMade(boolean isForJson) {
    CamelContext context = new DefaultCamelContext();
    context.getPropertiesComponent().setInitialProperties(Settings.defaults());
    context.getPropertiesComponent().addInitialProperty("m2m.console.proxy.addresses", TEXT);
    Exchange exchange = new DefaultExchange(context);
    exchange.getIn().setHeader("Accept", isForJson ? "application/json" : "text/html");
    Console console = new Console(new DriverManagerDataSource(), Clock.systemUTC());
    console.setCamelContext(context);
    try (Logs logs = new Logs()) {
      console.process(exchange);

      Message answer = exchange.getMessage();
      String body = answer.getBody(String.class);
      assertEquals(500, answer.getHeader(Exchange.HTTP_RESPONSE_CODE));
      assertEquals(
          isForJson ? "application/json" : "text/html; charset=utf-8",
          answer.getHeader(Exchange.CONTENT_TYPE));
      assertFalse(body.contains("Jane"), body);
      assertTrue(body.contains("Something failed. The log says more"), body);
      assertTrue(answer.getHeader("Content-Security-Policy", String.class).contains("'none'"));
      List<String> lines = logs.of("m2m.console");
      assertEquals(1, lines.size(), lines::toString);
      assertTrue(lines.get(0).endsWith(" IllegalArgumentException"), lines.get(0));
    }
  }

  @Test
  void saysHowLongALoginHasToWait() {
    Answer answer = errors.refused(RefusedException.tooManyFailures(7), true);
    assertEquals(429, answer.status());
    assertEquals(List.of("7"), answer.headers().get("Retry-After"));
  }

  @Test
  void saysThatTheDatabaseIsGone() {
    Answer answer = errors.failed(new DataAccessResourceFailureException(TEXT), true);
    assertEquals(503, answer.status());
    assertTrue(new String(answer.body(), UTF_8).contains("database can't be reached"));
  }

  @Test
  void writesASentenceAsText() {
    String html = new String(errors.refused(400, TEXT, false).body(), UTF_8);
    assertFalse(html.contains("<b>"), html);
    assertTrue(html.contains("&lt;b&gt;Jane"), html);
  }
}
