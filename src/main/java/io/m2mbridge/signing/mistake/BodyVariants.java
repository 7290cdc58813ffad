package io.m2mbridge.signing.mistake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Generates the bytes that are signed by mistake instead of a request's body. */
final class BodyVariants {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private BodyVariants() {}

  static List<Variant> of(byte[] body) {
    List<Variant> variants = new ArrayList<>();
    String text = new String(body, UTF_8);
    addPrograms(body, text, variants);
    addEnds(body, variants);
    addEncodings(body, text, variants);
    variants.removeIf(variant -> Arrays.equals(variant.bytes().get(), body));
    variants.addAll(JsonVariants.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text));
    return variants;
  }

  private static void addPrograms(byte[] body, String text, List<Variant> variants) {
    variants.add(Variant.of(SignatureMistake.EMPTY_BODY, new byte[0]));
    variants.add(text(SignatureMistake.OBJECT_AS_TEXT, "[object Object]"));
    variants.add(text(SignatureMistake.BYTES_AS_TEXT, python(body)));
    variants.add(Variant.of(SignatureMistake.BASE64_BODY, Base64.getEncoder().encode(body)));
    variants.add(text(SignatureMistake.DOUBLE_ENCODED, JsonText.JSON.valueToTree(text).toString()));
  }

  /** Changes line ends byte by byte, so that a body in any encoding stays valid. */
  private static void addEnds(byte[] body, List<Variant> variants) {
    String bytes = new String(body, ISO_8859_1);
    variants.add(bytes(SignatureMistake.NEWLINE_ADDED, bytes + "\n"));
    variants.add(bytes(SignatureMistake.NEWLINE_ADDED, bytes + "\r\n"));
    variants.add(bytes(SignatureMistake.NEWLINE_REMOVED, bytes.replaceFirst("\\r?\\n$", "")));
    variants.add(bytes(SignatureMistake.NEWLINE_REMOVED, bytes.replaceFirst("[\\r\\n]+$", "")));
    variants.add(bytes(SignatureMistake.LINE_ENDS_LF, bytes.replace("\r\n", "\n")));
    variants.add(bytes(SignatureMistake.LINE_ENDS_CRLF, bytes.replaceAll("(?<!\\r)\\n", "\r\n")));
  }

  private static void addEncodings(byte[] body, String text, List<Variant> variants) {
    variants.add(
        text.startsWith(BYTE_ORDER_MARK)
            ? text(SignatureMistake.BOM_REMOVED, text.substring(1))
            : text(SignatureMistake.BOM_ADDED, BYTE_ORDER_MARK + text));
    variants.add(text(SignatureMistake.DECODED_AS_LATIN_1, new String(body, ISO_8859_1)));
    variants.add(Variant.of(SignatureMistake.ENCODED_AS_LATIN_1, text.getBytes(ISO_8859_1)));
    variants.add(Variant.of(SignatureMistake.UTF_16, text.getBytes(UTF_16LE)));
    variants.add(Variant.of(SignatureMistake.UTF_16, text.getBytes(UTF_16BE)));
    variants.add(Variant.of(SignatureMistake.UTF_16, text.getBytes(UTF_16)));
    variants.add(Variant.of(SignatureMistake.UTF_16, (BYTE_ORDER_MARK + text).getBytes(UTF_16LE)));
  }

  /** Returns the text that Python creates if bytes are formatted into a string. */
  private static String python(byte[] body) {
    String bytes = new String(body, ISO_8859_1);
    char quote = bytes.contains("'") && !bytes.contains("\"") ? '"' : '\'';
    StringBuilder out = new StringBuilder("b").append(quote);
    for (byte b : body) {
      char c = (char) (b & 0xff);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c > '~') {
            out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
          } else {
            out.append(c == quote || c == '\\' ? "\\" : "").append(c);
          }
        }
      }
    }
    return out.append(quote).toString();
  }

  private static Variant text(SignatureMistake mistake, String text) {
    return Variant.of(mistake, text.getBytes(UTF_8));
  }

  private static Variant bytes(SignatureMistake mistake, String bytes) {
    return Variant.of(mistake, bytes.getBytes(ISO_8859_1));
  }
}
