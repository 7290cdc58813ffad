package io.m2mbridge.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, 8, 0x0b, 0x0c, 0x1b, 0x7f, 0x80, 0x9b, 0x9f, 0xad, 0x61c, 0x200b, 0x200f, 0x2028,
        0x2029, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff
      })
  void escapesWhatSteersATerminalOrHides(int c) {
    assertEquals(
        String.format("op_\\u%04X[2J", c), PrintableText.of("op_" + Character.toString(c) + "[2J"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "José Łukasz 日本 💸", "{\"a\":\"b\\\\\"}", "a\tb\nc\r\nd"})
  void leavesAnyOtherTextAsItIs(String text) {
    assertSame(text, PrintableText.of(text));
  }

  @Test
  void makesOneLine() {
    assertEquals("a\\r\\nb\\u001B", PrintableText.line("a\r\nb\u001b"));
  }
}
