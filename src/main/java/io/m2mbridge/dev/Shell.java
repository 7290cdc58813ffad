package io.m2mbridge.dev;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** Texts to be pasted into a POSIX shell. */
public final class Shell {
  /** In characters; a longer one is no pleasure to paste. */
  private static final int MAX_LENGTH = 8_000;

  private Shell() {}

  /** One word, whatever is in it. */
  public static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./:@=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** A body as one word; null where it is too long, or not a text that a shell can hold. */
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
