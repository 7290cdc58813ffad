package io.m2mbridge.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Texts that are one JSON value, or nearly: {@code y_} must be taken for one, {@code n_} must not,
 * {@code i_} may be either. Names as in JSONTestSuite, texts of this project's own.
 */
public final class JsonCases {
  private final Map<String, byte[]> cases = new LinkedHashMap<>();

  private JsonCases() {}

  /** Each by its name. */
  public static Map<String, byte[]> all() {
    JsonCases all = new JsonCases();
    all.takenForJson();
    new BrokenJsonCases(all).add();
    all.beyondTheLimits();
    return all.cases;
  }

  /** {@code count} names of one length and the same {@code String.hashCode}, in an object. */
  public static String collidingNames(String one, String other, int count) {
    StringBuilder object = new StringBuilder("{");
    int bits = 32 - Integer.numberOfLeadingZeros(count - 1);
    for (int i = 0; i < count; i++) {
      object.append(i == 0 ? "\"" : ",\"");
      for (int bit = 0; bit < bits; bit++) {
        object.append((i >> bit & 1) == 0 ? one : other);
      }
      object.append("\":0");
    }
    return object.append('}').toString();
  }

  private void takenForJson() {
    texts(
        "y_scalar_",
        new String[] {
          "null",
          "true",
          "false",
          "0",
          "-0",
          "-0.0",
          "1",
          "-1",
          "123456789012345678901234567890",
          "1.5",
          "0.000",
          "1e5",
          "1E+5",
          "1e-5",
          "0e0",
          "0E+1",
          "1e308",
          "1e400",
          "1e-400",
          "9007199254740993",
          "\"\"",
          "\"a\"",
          "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
          "\"\\u00e1\"",
          "\"\\u0001\"",
          "\"\\ud83d\\ude00\"",
          "\"\\uD83D\\uDE00\"",
          "\"\\uffff\"",
          "\"/*x*/\"",
          "\"\u007f\"",
          "\"\u2028\u2029\"",
          "\"\u00e1\u6f22\"",
          "\"\ud83d\ude00\"",
          "\"\ufeff\"",
          "\"\ufdd0\uffff\"",
          "\"new\\u000aline\"",
          "\"\\u0022\""
        });
    texts(
        "y_structure_",
        new String[] {
          "[]",
          "{}",
          "[ ]",
          "{ \"b\" : 1 }",
          "[[]]",
          "[{}]",
          "{\"\":0}",
          "{\"a\":{\"a\":{\"a\":[]}}}",
          "[1,2,3]",
          "[null,true,\"\"]",
          " [1] ",
          "\t[1]\r\n",
          "{\"a\":1,\"A\":2}",
          "{\"\\u0061\":1}",
          "{\"__proto__\":{\"x\":1}}",
          "{\"constructor\":{}}",
          "{\"event\":\"link.opened\"}",
          "{\"$ref\":\"#\"}",
          "{\"@type\":\"java.lang.Runtime\"}",
          "[\"java.lang.Runtime\",{}]",
          "{\"a b\":1}",
          "{\"a.b\":1}",
          "{\"\u00e1\":1}"
        });
  }

  private void beyondTheLimits() {
    // Within another value two levels deep: 100 of all.
    text("y_depth_98", "[".repeat(98) + "]".repeat(98));
    text("n_depth_101", "[".repeat(101) + "]".repeat(101));
    text("n_depth_objects", "{\"a\":".repeat(101) + "1" + "}".repeat(101));
    text("n_depth_open", "[".repeat(100_000));
    text("n_depth_closed", "[".repeat(100_000) + "]".repeat(100_000));
    text("y_long_text", "\"" + "x".repeat(250_000) + "\"");
    text("y_long_name", "{\"" + "x".repeat(49_000) + "\":1}");
    text("i_longer_name", "{\"" + "x".repeat(200_000) + "\":1}");
    text("y_digits_1000", "1" + "0".repeat(998));
    text("n_digits_200000", "1" + "0".repeat(200_000));
    text("n_fraction_200000", "0." + "1".repeat(200_000));
    text("n_exponent_digits", "1e" + "0".repeat(100_000) + "1");
    text("y_many_values", "[" + "0,".repeat(100_000) + "0]");
    text("y_many_names", "{" + names(15_000) + "}");
    text("i_colliding_31", collidingNames("Aa", "BB", 7_000));
    text("i_colliding_33", collidingNames("AB", "B!", 7_000));
    text("y_escapes", "\"" + "\\u0041".repeat(40_000) + "\"");
    text("n_white_space_alone", " ".repeat(250_000));
  }

  private static String names(int count) {
    StringBuilder names = new StringBuilder("\"n\":0");
    for (int i = 0; i < count; i++) {
      names.append(",\"n").append(i).append("\":0");
    }
    return names.toString();
  }

  void texts(String prefix, String[] texts) {
    for (int i = 0; i < texts.length; i++) {
      text(prefix + i, texts[i]);
    }
  }

  void text(String name, String text) {
    cases.put(name, text.getBytes(UTF_8));
  }

  void bytes(String name, byte[] text) {
    cases.put(name, text);
  }
}
