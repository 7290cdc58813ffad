package io.m2mbridge.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.bean.RuntimeBeanExpressionException;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the recipes say about expressions of Camel's, and about what it does with amounts
 * (docs/recipes/masking.md and docs/recipes/by-amount-and-currency.md).
 */
class ConditionsTest {
  private static final String SAFE = "${variable.data?.get('amount')?.get('send')}";
  private static final Map<String, Object> WITHOUT_AMOUNT = Map.of("operationId", "op_1");

  private static CamelContext context;

  @BeforeAll
  static void start() {
    context = new DefaultCamelContext();
    context.start();
  }

  @AfterAll
  static void stop() {
    context.stop();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "1000.00, >= '1000.00', true",
        "999.995, >= '1000.00', false",
        "1000, >= '1000.00', true",
        "1000.50, > '1000.00', true",
        "100.00, >= '100.01', false",
        "3.99, > '3.00', true",
        "9999999999999.98, > '9999999999999.97', true",
        "1000.0, == '1000.00', false",
        "100.00, >= 100.01, true",
        "3.99, > 3, false",
        "1000.50, > '1000', false"
      })
  void comparesAllDigitsOnlyWithQuotesAndADecimalPoint(
      BigDecimal send, String comparison, boolean is) {
    assertEquals(is, matches(SAFE + " " + comparison, Map.of("amount", Map.of("send", send))));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {"< '1.00'", "<= '1.00'", "> '1.00'", ">= '1.00'"})
  void findsNoComparisonWithAnAbsentAmountTrue(String comparison) {
    assertEquals(false, matches(SAFE + " " + comparison, WITHOUT_AMOUNT));
  }

  @Test
  void readsAFieldThatMayBeAbsentByGetAlone() {
    Map<String, Object> data = Map.of("amount", Map.of("send", BigDecimal.TEN));

    assertEquals(BigDecimal.TEN, evaluate(SAFE, data));
    assertEquals(null, evaluate(SAFE, WITHOUT_AMOUNT));
    assertEquals(null, evaluate("${variable.data[amount]}", WITHOUT_AMOUNT));
    assertEquals(BigDecimal.TEN, evaluate("${variable.data[amount][send]}", data));
    assertThrows(
        RuntimeBeanExpressionException.class,
        () -> evaluate("${variable.data[amount][send]}", WITHOUT_AMOUNT));
    assertEquals(null, evaluate("${variable.data?[amount]?[send]}", data));
  }

  private static Object evaluate(String expression, Map<String, Object> data) {
    return context
        .resolveLanguage("simple")
        .createExpression(expression)
        .evaluate(exchange(data), Object.class);
  }

  private static boolean matches(String condition, Map<String, Object> data) {
    Predicate predicate = context.resolveLanguage("simple").createPredicate(condition);
    predicate.initPredicate(context);
    return predicate.matches(exchange(data));
  }

  private static Exchange exchange(Map<String, Object> data) {
    Exchange exchange = new DefaultExchange(context);
    exchange.setVariable("data", data);
    return exchange;
  }
}
