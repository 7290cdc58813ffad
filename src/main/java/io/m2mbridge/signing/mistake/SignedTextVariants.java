package io.m2mbridge.signing.mistake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Generates the texts that are signed by mistake instead of {@code <timestamp>.<body>}, with the
 * right body in them.
 */
final class SignedTextVariants {
  private static final Map<String, SignatureMistake> SEPARATORS =
      Map.of(
          "", SignatureMistake.NO_SEPARATOR,
          ":", SignatureMistake.COLON_SEPARATOR,
          "\n", SignatureMistake.NEWLINE_SEPARATOR,
          " ", SignatureMistake.OTHER_SEPARATOR,
          "-", SignatureMistake.OTHER_SEPARATOR,
          "_", SignatureMistake.OTHER_SEPARATOR,
          "|", SignatureMistake.OTHER_SEPARATOR,
          ",", SignatureMistake.OTHER_SEPARATOR,
          ";", SignatureMistake.OTHER_SEPARATOR);

  private SignedTextVariants() {}

  static List<Variant> of(String timestamp, byte[] body) {
    List<Variant> variants = new ArrayList<>();
    variants.add(Variant.of(SignatureMistake.TIMESTAMP_NOT_SIGNED, body));
    SEPARATORS.forEach(
        (separator, mistake) -> {
          variants.add(Variant.of(mistake, join(timestamp + separator, body, "")));
          variants.add(
              new Variant(
                  List.of(SignatureMistake.BODY_FIRST, mistake),
                  () -> join("", body, separator + timestamp)));
        });
    variants.add(Variant.of(SignatureMistake.BODY_FIRST, join("", body, "." + timestamp)));
    variants.add(
        Variant.of(SignatureMistake.ENVELOPE_TIMESTAMP, join(inBody(body) + ".", body, "")));
    variants.addAll(otherUnits(timestamp, body));
    return variants;
  }

  /**
   * Returns the texts with the timestamp in another unit. If milliseconds were signed but seconds
   * sent, three digits are lost, so all 1,000 values are tried.
   */
  private static List<Variant> otherUnits(String timestamp, byte[] body) {
    List<Variant> variants = new ArrayList<>();
    if (timestamp.matches("[0-9]{13}")) {
      String seconds = timestamp.substring(0, 10);
      variants.add(Variant.of(SignatureMistake.SECONDS_SIGNED, join(seconds + ".", body, "")));
    } else if (timestamp.matches("[0-9]{10}")) {
      for (int i = 1_000; i < 2_000; i++) {
        String digits = Integer.toString(i).substring(1);
        variants.add(
            new Variant(
                List.of(SignatureMistake.MILLISECONDS_SIGNED),
                () -> join(timestamp + digits + ".", body, "")));
      }
    }
    return variants;
  }

  static byte[] join(String before, byte[] body, String after) {
    byte[] head = before.getBytes(UTF_8);
    byte[] tail = after.getBytes(UTF_8);
    byte[] joined = new byte[head.length + body.length + tail.length];
    System.arraycopy(head, 0, joined, 0, head.length);
    System.arraycopy(body, 0, joined, head.length, body.length);
    System.arraycopy(tail, 0, joined, head.length + body.length, tail.length);
    return joined;
  }

  private static String inBody(byte[] body) {
    try {
      return JsonText.JSON.readTree(body).path("timestamp").asText();
    } catch (JacksonException | NumberFormatException e) {
      return "";
    } catch (IOException e) {
      throw new IllegalStateException("bytes can be read", e);
    }
  }
}
