package io.m2mbridge.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that holds a secret, as container platforms mount them. */
public final class SecretFile {
  /**
   * Far more than any secret. It stops the reading of a device or a log that was configured by
   * mistake.
   */
  private static final int MAX_BYTES = 16_384;

  private SecretFile() {}

  /**
   * Returns the content without white space at both ends.
   *
   * @throws IOException if the file can't be read or holds no secret; its message is the rest of a
   *     sentence that begins with "The file …", and never quotes the content
   */
  public static String read(String path) throws IOException {
    byte[] bytes = bytes(path);
    if (bytes.length > MAX_BYTES) {
      throw new IOException("is larger than " + MAX_BYTES + " bytes");
    }
    String content;
    try {
      content = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().strip();
    } catch (CharacterCodingException e) {
      throw new IOException("is not UTF-8 text", e);
    }
    if (content.isEmpty()) {
      throw new IOException("is empty");
    }
    if (content.charAt(0) == '\uFEFF') {
      throw new IOException("begins with a byte order mark");
    }
    if (content.chars().anyMatch(c -> c < ' ' && !Character.isWhitespace(c))) {
      throw new IOException("is not plain text");
    }
    return content;
  }

  private static byte[] bytes(String path) throws IOException {
    try (InputStream file = Files.newInputStream(Path.of(path))) {
      return file.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new IOException("is missing", e);
    } catch (IOException | InvalidPathException e) {
      throw new IOException("can't be read", e);
    }
  }
}
