package io.m2mbridge.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A settings file in the format of {@link Properties}, in UTF-8. Unlike {@code Properties} it keeps
 * line numbers, so that an error sentence can name the line. It also keeps a key that is set twice.
 */
public final class PropertiesFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String path;
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();
  private boolean isMissing;

  /**
   * A setting in the file.
   *
   * @param line the number of its first line, from 1
   */
  public record Entry(String key, String value, int line) {}

  private PropertiesFile(String path) {
    this.path = path;
  }

  /** Reads a file. A missing file has no entries and isn't a mistake. */
  public static PropertiesFile read(String path) {
    PropertiesFile file = new PropertiesFile(path);
    Path location = Path.of(path);
    try {
      file.parse(Files.readAllBytes(location));
    } catch (NoSuchFileException e) {
      file.isMissing = true;
    } catch (IOException e) {
      file.mistakes.add(
          path + " can't be read: check that it is a file and that the bridge's user may read it.");
    }
    return file;
  }

  /** Whether the file doesn't exist. */
  boolean isMissing() {
    return isMissing;
  }

  /** Returns the path as it was given. */
  public String path() {
    return path;
  }

  /** Returns the settings in the order of the file. */
  public List<Entry> entries() {
    return entries;
  }

  /** Returns one sentence on each thing in the file that can't be read as intended. */
  public List<String> mistakes() {
    return mistakes;
  }

  private void parse(byte[] bytes) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      mistakes.add(
          isWide(bytes)
              ? notUtf8("is UTF-16")
              : notUtf8("is not UTF-8 in line " + firstBadLine(bytes)));
      return;
    }
    if (text.indexOf('\0') >= 0) {
      // UTF-16 and UTF-32 without a byte order mark have NUL bytes, too.
      mistakes.add(notUtf8(isWide(bytes) ? "is UTF-16" : "has a NUL character"));
      return;
    }
    lines(text);
  }

  private String notUtf8(String what) {
    return path + " " + what + ": save it as UTF-8.";
  }

  private static boolean isWide(byte[] bytes) {
    return bytes.length > 1
        && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
            || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
            || bytes[0] == 0
            || bytes[1] == 0);
  }

  private static int firstBadLine(byte[] bytes) {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    UTF_8.newDecoder().decode(rest, CharBuffer.allocate(bytes.length), true);
    int line = 1;
    for (int i = 0; i < rest.position(); i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }

  /**
   * Parses the lines. A line that ends in a backslash continues on the next, as in {@link
   * Properties}.
   */
  private void lines(String text) {
    String[] lines = text.split("\\r\\n|\\r|\\n", -1);
    for (int i = 0; i < lines.length; i++) {
      int first = i;
      StringBuilder whole = new StringBuilder(withoutMark(lines[i]));
      if (isBlankOrComment(whole)) {
        continue;
      }
      while (goesOn(lines[i]) && i + 1 < lines.length) {
        i++;
        whole.append('\n').append(lines[i]);
      }
      entry(whole.toString(), first + 1);
    }
  }

  /**
   * Drops a byte order mark. Editors write it at the beginning; concatenated files have it on later
   * lines, too.
   */
  private static String withoutMark(String line) {
    return line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
  }

  private static boolean isBlankOrComment(CharSequence line) {
    String stripped = line.toString().strip();
    return stripped.isEmpty() || stripped.charAt(0) == '#' || stripped.charAt(0) == '!';
  }

  private static boolean goesOn(String line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private void entry(String text, int line) {
    Properties one = new Properties();
    try {
      one.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      mistakes.add(
          at(line)
              + " has \\u without four hex digits after it: write a backslash as two"
              + " backslashes.");
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    one.forEach((key, value) -> entries.add(new Entry((String) key, (String) value, line)));
  }

  /** Returns the words by which an error sentence names a line of the file. */
  public String at(int line) {
    return "Line " + line + " of " + path;
  }
}
