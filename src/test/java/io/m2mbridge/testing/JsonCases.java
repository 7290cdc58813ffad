package io.m2mbridge.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
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
    all.brokenStructure();
    all.brokenLiterals();
    all.brokenStrings();
    all.brokenEncodings();
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

  private void brokenStructure() {
    texts(
        "n_structure_",
        new String[] {
          "[",
          "]",
          "{",
          "}",
          "[1",
          "[1,",
          "[1,]",
          "[,1]",
          "[,]",
          "[1,,2]",
          "[1 2]",
          "[1;2]",
          "{\"a\"",
          "{\"a\":",
          "{\"a\":1",
          "{\"a\":1,",
          "{\"a\":1,}",
          "{,\"a\":1}",
          "{\"a\",1}",
          "{\"a\" 1}",
          "{\"a\"::1}",
          "{a:1}",
          "{'a':1}",
          "{1:1}",
          "{null:1}",
          "{\"a\":1 \"b\":2}",
          "{\"a\":1,,\"b\":2}",
          "{\"a\":}",
          "{:1}",
          "{[]:1}",
          "{\"a\":1}}",
          "[1]]",
          "[}",
          "{]",
          "[\"a\":1]",
          "{\"a\"}",
          "{\"a\":1]",
          "[1}",
          "1 2",
          "{}{}",
          "[][]",
          "{} x",
          "[1],",
          "{\"a\":1}#",
          "// x\n1",
          "/* x */1",
          "1 // x",
          "# x\n1",
          "[1/**/]",
          "<a/>",
          "x=1",
          ",",
          ":",
          "{\"a\":1,\"a\":1}",
          "{\"a\":1,\"\\u0061\":2}",
          "[{\"b\":{\"c\":1,\"c\":2}}]",
          "{\"a\":1,\"b\":2,\"a\":3}",
          "\u00a01",
          "\u20601",
          "\u000b1",
          "\f1",
          "1\u0085"
        });
  }

  private void brokenLiterals() {
    texts(
        "n_literal_",
        new String[] {
          "nul",
          "nulll",
          "Null",
          "NULL",
          "tru",
          "True",
          "TRUE",
          "truee",
          "fals",
          "False",
          "undefined",
          "NaN",
          "nan",
          "Infinity",
          "-Infinity",
          "+1",
          "++1",
          "--1",
          "-",
          "+",
          "01",
          "-01",
          "00",
          "1.",
          "-1.",
          ".5",
          "-.5",
          "1.e1",
          "1e",
          "1e+",
          "1e-",
          "1E",
          "1e1.5",
          "1e1e1",
          "1.2.3",
          "0x10",
          "0b1",
          "0o7",
          "1_000",
          "1,000",
          "1f",
          "1d",
          "1L",
          "1n",
          "- 1",
          "1 000",
          "e1",
          "\u0661",
          "\uff11",
          "1\u0660",
          "\u22121",
          "$1",
          "1%",
          "Inf",
          "1e99999999999999999999",
          "1e-99999999999999999999",
          "1E-999999999",
          "1e1000000000"
        });
  }

  private void brokenStrings() {
    texts(
        "n_string_",
        new String[] {
          "\"",
          "\"a",
          "a\"",
          "'a'",
          "`a`",
          "\"a\"b\"",
          "\"\\\"",
          "\"\\x41\"",
          "\"\\a\"",
          "\"\\'\"",
          "\"\\0\"",
          "\"\\u\"",
          "\"\\u1\"",
          "\"\\u12\"",
          "\"\\u123\"",
          "\"\\u12g4\"",
          "\"\\U0041\"",
          "\"\\u{41}\"",
          "\"\n\"",
          "\"\r\"",
          "\"\t\"",
          "\"\b\"",
          "\"\u001f\"",
          "\"\u0000\"",
          "\"\\\n\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\udc00\"",
          "\"\\ud800\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\ud800a\"",
          "\"\\ud800\\u0041\"",
          "\"\\ud83d\\\\ude00\"",
          "{\"\\u0000\":1}",
          "{\"\\ud800\":1}",
          "\u201ca\u201d"
        });
  }

  private void brokenEncodings() {
    String[] sequences = {
      "80",
      "bf",
      "c0",
      "c080",
      "c1bf",
      "c3",
      "c328",
      "e08080",
      "e0809f",
      "e28228",
      "e282",
      "eda080",
      "edb080",
      "eda0bdedb880",
      "f0808080",
      "f09f98",
      "f4908080",
      "f5808080",
      "f888808080",
      "fc8480808080",
      "fe",
      "ff",
      "fffe",
      "feff",
      "e1e9",
      "a0"
    };
    for (String hex : sequences) {
      String text = new String(HexFormat.of().parseHex(hex), ISO_8859_1);
      cases.put("n_encoding_" + hex, ("\"" + text + "\"").getBytes(ISO_8859_1));
    }
    cases.put("n_encoding_bom", "\ufeff{}".getBytes(UTF_8));
    cases.put("n_encoding_latin1", "\"\u00f1\"".getBytes(ISO_8859_1));
    cases.put("n_encoding_utf16", "{\"a\":1}".getBytes(StandardCharsets.UTF_16));
    cases.put("n_encoding_utf16be", "{\"a\":1}".getBytes(StandardCharsets.UTF_16BE));
    cases.put("n_encoding_utf16le", "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE));
    cases.put("n_encoding_nul_after", "{}\0".getBytes(UTF_8));
    cases.put("n_encoding_nul_before", "\0{}".getBytes(UTF_8));
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

  private void texts(String prefix, String[] texts) {
    for (int i = 0; i < texts.length; i++) {
      text(prefix + i, texts[i]);
    }
  }

  private void text(String name, String text) {
    cases.put(name, text.getBytes(UTF_8));
  }
}
