package io.m2mbridge.dev;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** Quotes texts for a POSIX shell. */
public final class Shell {
  /** The maximum length of a body to paste, in characters. */
  private static final int MAX_LENGTH = 8_000;

  private Shell() {}

  /** Returns a text as one word of the shell. */
  public static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./:@=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Returns a body as one word of the shell, or null if it is too long or isn't printable text. */
  public static @Nullable String quoted(byte[] body) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      boolean isPlain = text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n');
      return isPlain && text.length() <= MAX_LENGTH ? quoted(text) : null;
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
