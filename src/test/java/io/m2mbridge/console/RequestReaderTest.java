package io.m2mbridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.console.access.RefusedException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
  private final RequestReader reader = new RequestReader("x-forwarded-user");
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  private RefusedException refused(String path, String query, String type, String body) {
    exchange.getIn().setHeader(Exchange.HTTP_METHOD, "POST");
    exchange.getIn().setHeader(Exchange.HTTP_URI, path);
    exchange.getIn().setHeader(Exchange.HTTP_RAW_QUERY, query);
    exchange.getIn().setHeader("Content-Type", type);
    exchange.getIn().setBody(body);
    return assertThrows(RefusedException.class, () -> reader.read(exchange));
  }

  private static void assertSaysIt(RefusedException refused) {
    assertEquals(400, refused.status());
    assertTrue(refused.getMessage().contains("U+0000"), refused.getMessage());
  }

  @Test
  void takesTheHostFromTheAddressWhereHttp2HasNoSuchHeader() {
    exchange.getIn().setHeader(Exchange.HTTP_URI, "/console");
    exchange.getIn().setHeader(Exchange.HTTP_URL, "https://console.example.com:8443/console");
    assertEquals("console.example.com:8443", reader.read(exchange).header("host"));
    exchange.getIn().setHeader("Host", "evil.example");
    assertEquals("evil.example", reader.read(exchange).header("host"));
    exchange.getIn().removeHeader("Host");
    exchange.getIn().removeHeader(Exchange.HTTP_URL);
    assertNull(reader.read(exchange).header("host"));
  }

  @ParameterizedTest
  @CsvSource({
    "/console/show/op%00, ''",
    "/console/show, id=op%00",
    "/console/deliveries, event=%00",
    "/console/deliveries, a%00=b"
  })
  void refusesTheCharacterThatPostgresqlCanNotStoreInAnAddress(String path, String query) {
    assertSaysIt(refused(path, query, "text/plain", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"why", "name", "password", "plan"})
  void refusesItInEachFieldOfAForm(String field) {
    assertSaysIt(refused("/console/replay", "", "text/plain", "id=1\r\n" + field + "=a\0b\r\n"));
  }

  @Test
  void refusesItInAProgramsJson() {
    String body = "{\"id\": \"1\", \"why\": \"a\\u0000b\"}";
    assertSaysIt(refused("/console/replay", "", "application/json", body));
  }
}
