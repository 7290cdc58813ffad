package io.m2mbridge.event;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValuesTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "\"\"",
        "\"ñ 💸 \\ud83d\\udcb8 \\u0001 \\uffff\"",
        "{\"a\":[{\"b\":[]}]}",
        "0",
        "-0",
        "1e1000",
        "1e-1000",
        "123456789012345678901234567890",
      })
  void canStore(String json) throws Exception {
    assertTrue(JsonValues.canBeStored(JSON.readTree(json)));
  }

  @Test
  void canStoreAThousandDigits() throws Exception {
    assertTrue(JsonValues.canBeStored(JSON.readTree("9".repeat(1000))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udfff\"",
        "\"\\udcb8\\ud83d\"",
        "[1,[\"\\u0000\"]]",
        "{\"a\":{\"b\":\"\\ud800\"}}",
        "{\"\\u0000\":1}",
        "[{\"a\":{\"\\udc00\":{}}}]",
        "1e1001",
        "1e-1001",
        "[1e2000000000]",
        "{\"a\":-1e-2000000000}",
      })
  void cannotStore(String json) throws Exception {
    assertFalse(JsonValues.canBeStored(JSON.readTree(json)));
  }
}
