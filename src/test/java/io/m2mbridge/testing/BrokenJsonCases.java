package io.m2mbridge.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The cases that break JSON in its structure, its literals, its strings or its encoding. */
final class BrokenJsonCases {
  private final JsonCases cases;

  BrokenJsonCases(JsonCases cases) {
    this.cases = cases;
  }

  void add() {
    brokenStructure();
    brokenLiterals();
    brokenStrings();
    brokenEncodings();
  }

  private void brokenStructure() {
    cases.texts(
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
    cases.texts(
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
    cases.texts(
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
      cases.bytes("n_encoding_" + hex, ("\"" + text + "\"").getBytes(ISO_8859_1));
    }
    cases.bytes("n_encoding_bom", "\ufeff{}".getBytes(UTF_8));
    cases.bytes("n_encoding_latin1", "\"\u00f1\"".getBytes(ISO_8859_1));
    cases.bytes("n_encoding_utf16", "{\"a\":1}".getBytes(StandardCharsets.UTF_16));
    cases.bytes("n_encoding_utf16be", "{\"a\":1}".getBytes(StandardCharsets.UTF_16BE));
    cases.bytes("n_encoding_utf16le", "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE));
    cases.bytes("n_encoding_nul_after", "{}\0".getBytes(UTF_8));
    cases.bytes("n_encoding_nul_before", "\0{}".getBytes(UTF_8));
  }
}
