package io.m2mbridge.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadAnswerTest {
  private static final Instant NOW = Instant.parse("2026-01-26T14:30:00Z");

  private final ReadAnswer readAnswer = new ReadAnswer(Clock.fixed(NOW, ZoneOffset.UTC));
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @BeforeEach
  void receivedJustBefore() {
    exchange.setVariable("receivedAt", NOW.minusMillis(1250));
  }

  @ParameterizedTest
  @CsvSource({
    "200, fulfilled",
    "201, fulfilled",
    "204, fulfilled",
    "299, fulfilled",
    "300, failed",
    "301, failed",
    "302, failed",
    "304, failed",
    "307, failed",
    "308, failed",
    "400, failed",
    "401, failed",
    "402, failed",
    "403, failed",
    "404, failed",
    "405, failed",
    "408, retry",
    "409, conflict",
    "410, failed",
    "413, failed",
    "415, failed",
    "422, failed",
    "425, failed",
    "429, retry",
    "451, failed",
    "499, failed",
    "500, retry",
    "501, retry",
    "502, retry",
    "503, retry",
    "504, retry",
    "599, retry"
  })
  void decidesByTheStatus(int status, String result) {
    answered(status, null);
    assertEquals(result, variable("replyResult"));
    assertEquals(status, variable("replyStatus"));
    assertNull(variable("replyCode"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"success\":false,\"error\":{\"code\":\"DATA_REQUEST_EXPIRED\",\"message\":\"m\"}}",
        "{\"code\":\"DATA_REQUEST_EXPIRED\",\"message\":\"m\"}",
        "{\"error\":{\"code\":\"DATA_REQUEST_EXPIRED\"},\"code\":\"OTHER\"}",
        "{\"error\":\"text\",\"code\":\"DATA_REQUEST_EXPIRED\"}"
      })
  void findsTheCodeWrappedOrBare(String body) {
    answered(409, body);
    assertEquals("DATA_REQUEST_EXPIRED", variable("replyCode"));
    assertEquals("expired", variable("replyResult"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "[{\"code\":\"DATA_REQUEST_EXPIRED\"}]",
        "null",
        "\"DATA_REQUEST_EXPIRED\"",
        "{}",
        "{\"error\":null,\"code\":null}",
        "{\"error\":{\"code\":409}}",
        "{\"code\":{\"code\":\"DATA_REQUEST_EXPIRED\"}}",
        "<html>DATA_REQUEST_EXPIRED</html>",
        "{\"code\":\"DATA_REQUEST_EXPIRED\"",
        "\u0000"
      })
  void findsNoCodeWhereThereIsNone(String body) {
    answered(409, body);
    assertNull(variable("replyCode"));
    assertEquals("conflict", variable("replyResult"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "idNumber GALO900515HDFRPN09 is invalid",
        "data request expired",
        "Ana",
        "A B",
        "A\\nB",
        "",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void takesNoFreeTextForACode(String text) {
    answered(400, "{\"success\":false,\"error\":{\"code\":\"" + text + "\"}}");
    assertNull(variable("replyCode"));
    assertEquals("failed", variable("replyResult"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OK",
        "<html>",
        "{}",
        "[]",
        "{\"success\":true}",
        "{\"success\":null}",
        "{\"data\":{}}"
      })
  void believesA2xxWhateverItsBody(String body) {
    answered(200, body);
    assertEquals("fulfilled", variable("replyResult"));
  }

  @Test
  void believesA2xxThatSaysItFailed() {
    answered(200, "{\"success\":false,\"error\":{\"code\":\"INVALID_REQUEST\"}}");
    assertEquals("failed", variable("replyResult"));
    assertEquals("INVALID_REQUEST", variable("replyCode"));
  }

  @Test
  void forgetsAFailureOnceItWasRead() {
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("of an earlier step"));
    exchange.setVariable("replyFailure", new IOException("of an earlier PUT"));
    readAnswer.process(exchange);
    answered(200, null);
    assertEquals("fulfilled", variable("replyResult"));
  }

  @Test
  void readsWhenToTryAgain() {
    exchange.getMessage().setHeader("Retry-After", "3");
    answered(429, null);
    assertEquals(3000L, variable("retryAfter"));
    exchange.getMessage().setHeader("Retry-After", "Mon, 26 Jan 2026 14:30:05 GMT");
    answered(503, null);
    assertEquals(5000L, variable("retryAfter"));
    exchange.getMessage().removeHeader("Retry-After");
    answered(503, null);
    assertEquals(0L, variable("retryAfter"));
  }

  @Test
  void measuresFromTheReceipt() {
    answered(200, null);
    assertEquals(1.25, variable("secondsSinceReceipt"));
  }

  @ParameterizedTest
  @MethodSource("notSent")
  void knowsWhatCanNotHaveReachedM2M(IOException failure) {
    exchange.setVariable("replyFailure", failure);
    readAnswer.process(exchange);
    assertEquals("NOT_SENT", variable("replyCode"));
    assertEquals("retry", variable("replyResult"));
    assertNull(variable("replyStatus"));
  }

  static Stream<IOException> notSent() {
    return Stream.of(
        new ConnectException("refused"),
        new HttpHostConnectException("refused"),
        new ConnectTimeoutException("slow"),
        new ConnectionRequestTimeoutException("no connection free"),
        new NoRouteToHostException("none"),
        new UnknownHostException("unknown"),
        new SSLHandshakeException("not trusted"));
  }

  @ParameterizedTest
  @MethodSource("unknownOutcome")
  void namesAFailureByItsClassAlone(IOException failure, String code) {
    exchange.setVariable("replyFailure", failure);
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
    exchange.getMessage().setHeader("Retry-After", "9");
    readAnswer.process(exchange);
    assertEquals(code, variable("replyCode"));
    assertEquals("retry", variable("replyResult"));
    assertNull(variable("replyStatus"));
    assertEquals(0L, variable("retryAfter"));
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> unknownOutcome() {
    return Stream.of(
        org.junit.jupiter.params.provider.Arguments.of(
            new SocketTimeoutException("secret"), "SocketTimeoutException"),
        org.junit.jupiter.params.provider.Arguments.of(
            new NoHttpResponseException("secret"), "NoHttpResponseException"),
        org.junit.jupiter.params.provider.Arguments.of(new IOException("secret"), "IOException"));
  }

  private void answered(int status, String body) {
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    exchange.getMessage().setBody(body);
    readAnswer.process(exchange);
  }

  private Object variable(String name) {
    return exchange.getVariable(name);
  }
}
