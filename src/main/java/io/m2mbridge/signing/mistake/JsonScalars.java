package io.m2mbridge.signing.mistake;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** Writes texts and numbers as common JSON libraries do. */
final class JsonScalars {
  /** A number with more digits isn't changed, because its plain form could fill the memory. */
  private static final int MAX_DIGITS = 400;

  private JsonScalars() {}

  /** How texts are written. */
  enum Texts {
    AS_THEY_ARE,
    /** JavaScript's JSON.stringify: only what must be escaped. */
    UNESCAPED,
    /** Python's json.dumps. */
    ASCII,
    SLASHES,
    /** PHP's json_encode. */
    ASCII_AND_SLASHES,
    /** Go's json.Marshal. */
    HTML;

    List<SignatureMistake> mistakes() {
      return switch (this) {
        case AS_THEY_ARE -> List.of();
        case UNESCAPED -> List.of(SignatureMistake.UNESCAPED_TEXT);
        case ASCII -> List.of(SignatureMistake.ESCAPED_NON_ASCII);
        case SLASHES -> List.of(SignatureMistake.ESCAPED_SLASHES);
        case ASCII_AND_SLASHES ->
            List.of(SignatureMistake.ESCAPED_NON_ASCII, SignatureMistake.ESCAPED_SLASHES);
        case HTML -> List.of(SignatureMistake.ESCAPED_HTML);
      };
    }

    /**
     * @param raw a JSON string with its quotes
     */
    String write(String raw) {
      return this == AS_THEY_ARE ? raw : escaped(decoded(raw));
    }

    private String escaped(String text) {
      StringBuilder out = new StringBuilder("\"");
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        int known = "\"\\\b\f\n\r\t".indexOf(c);
        if (known >= 0) {
          out.append('\\').append("\"\\bfnrt".charAt(known));
        } else if (c == '/' && (this == SLASHES || this == ASCII_AND_SLASHES)) {
          out.append("\\/");
        } else if (c < ' ' || isEscaped(c)) {
          out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
      return out.append('"').toString();
    }

    private boolean isEscaped(char c) {
      return this == HTML
          ? "<>&\u2028\u2029".indexOf(c) >= 0
          : c > '~' && (this == ASCII || this == ASCII_AND_SLASHES);
    }
  }

  /** How numbers are written. */
  enum Numbers {
    AS_THEY_ARE,
    /** JavaScript: 100. */
    SHORTENED,
    /** Python, PHP, Java: 100.0, where there was a decimal point. */
    FLOATS;

    List<SignatureMistake> mistakes() {
      return switch (this) {
        case AS_THEY_ARE -> List.of();
        case SHORTENED -> List.of(SignatureMistake.SHORTENED_NUMBERS);
        case FLOATS -> List.of(SignatureMistake.FLOAT_NUMBERS);
      };
    }

    String write(String raw) {
      BigDecimal number = new BigDecimal(raw);
      boolean isInteger = raw.matches("-?[0-9]+");
      if (this == AS_THEY_ARE || isInteger || Math.abs((long) number.scale()) > MAX_DIGITS) {
        return raw;
      }
      String plain = number.stripTrailingZeros().toPlainString();
      return this == FLOATS && !plain.contains(".") ? plain + ".0" : plain;
    }
  }

  private static String decoded(String raw) {
    try {
      return JsonText.JSON.readValue(raw, String.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON string", e);
    }
  }
}
