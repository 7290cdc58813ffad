package io.m2mbridge.event;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmountCheckTest {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "0.00",
        "0.000000000000",
        "100",
        "100.00",
        "1e2",
        "1E+2",
        "999999999999999999",
        "999999999999999999.999999999999",
        "0.000000000001",
        "1e-12",
        "1e17",
        "9.99999999999999999e17",
      })
  void takesUpTo18IntegerAnd12FractionDigits(String number) throws Exception {
    assertTrue(AmountCheck.areExact(amount(number)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1000000000000000000",
        "1000000000000000000.5",
        "1e18",
        "1e300",
        "0.0000000000001",
        "1.0000000000000",
        "1e-13",
        "-0.01",
        "-1",
        "-1e-12",
        "\"100\"",
        "\"\"",
        "true",
        "[]",
        "{}",
      })
  void refusesMoreDigitsNegativesAndOtherTypes(String number) throws Exception {
    assertFalse(AmountCheck.areExact(amount(number)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"send\":null,\"receive\":null,\"rate\":null,\"fee\":null,\"currency\":null}",
        "{\"currency\":{}}",
        "{\"tip\":\"any\"}",
      })
  void needsNone(String json) throws Exception {
    assertTrue(AmountCheck.areExact(JSON.readTree(json)));
  }

  @Test
  void needsNoAmountAtAll() {
    assertTrue(AmountCheck.areExact(MissingNode.getInstance()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"100", "\"100\"", "[]", "true", "{\"currency\":\"USD\"}"})
  void refusesAnotherShape(String json) throws Exception {
    assertFalse(AmountCheck.areExact(JSON.readTree(json)));
  }

  private static JsonNode amount(String number) throws Exception {
    return JSON.readTree("{\"send\":" + number + "}");
  }
}
