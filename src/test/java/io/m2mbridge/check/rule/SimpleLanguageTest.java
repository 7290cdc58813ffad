package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Language;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Camel makes of expressions on which the rules have an opinion. */
class SimpleLanguageTest {
  private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();
  private static Language simple;

  @BeforeAll
  static void start() {
    CONTEXT.start();
    simple = CONTEXT.resolveLanguage("simple");
  }

  @AfterAll
  static void stop() {
    CONTEXT.stop();
  }

  /** An event without funding, payout and metadata. */
  private static Exchange event(String send) {
    Map<String, Object> data = new HashMap<>();
    data.put("amount", new HashMap<>(Map.of("send", new BigDecimal(send))));
    Exchange exchange = new DefaultExchange(CONTEXT);
    exchange.setVariable("data", data);
    return exchange;
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "1000.50, > 1000, false",
        "1000.50, > '1000', false",
        "1000.50, > '1000.00', true",
        "1000.50, <= 1000, true",
        "1000.50, <= '1000.00', false",
        "1000.40, >= 1000.50, true",
        "1000.40, < 1000.50, false",
        "1000.40, == 1000, true",
        "1000.40, != 1000, false",
        "1000.40, == 1000.00, false",
        "1000, == 1000.00, true",
        "999.99, >= 1000, false",
        "1000.00, >= 1000, true",
        "1000.01, >= 1000, true",
        "999.99, < 1000, true",
        "1000.00, < 1000, false"
      })
  void comparesAmountsAsWholeNumbersExceptInTwoForms(
      String send, String comparison, boolean expected) {
    String condition = "${variable.data[amount]?[send]} " + comparison;
    assertEquals(expected, simple.createPredicate(condition).matches(event(send)), condition);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${variable.data[funding]?[method]}",
        "${variable.data[payout]?[method]}",
        "${variable.data[metadata]?[customerNumber]}",
        "${variable.data[funding][method]}"
      })
  void failsWhereAFieldIsAbsentWhateverTheQuestionMark(String expression) {
    Exchange event = event("1");
    assertThrows(
        RuntimeCamelException.class,
        () -> simple.createExpression(expression).evaluate(event, Object.class));
  }

  @Test
  void givesNullWhereAFieldIsAbsentAndReadByGet() {
    String expression = "${variable.data?.get('funding')?.get('method')}";
    assertNull(simple.createExpression(expression).evaluate(event("1"), Object.class));
  }
}
