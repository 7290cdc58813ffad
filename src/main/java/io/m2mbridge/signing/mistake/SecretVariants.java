package io.m2mbridge.signing.mistake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Generates the keys that are used by mistake instead of a secret. */
final class SecretVariants {
  private static final String PREFIX = "whsec_";

  private SecretVariants() {}

  static List<Variant> of(String secret) {
    List<Variant> variants = new ArrayList<>();
    for (String quote : List.of("\"", "'")) {
      variants.add(text(SignatureMistake.QUOTED_SECRET, quote + secret + quote));
      if (secret.length() > 2 && secret.startsWith(quote) && secret.endsWith(quote)) {
        variants.add(
            text(SignatureMistake.UNQUOTED_SECRET, secret.substring(1, secret.length() - 1)));
      }
    }
    for (String end : List.of("\n", "\r\n", "\r", " ")) {
      variants.add(text(SignatureMistake.WHITE_SPACE_IN_SECRET, secret + end));
    }
    variants.add(text(SignatureMistake.WHITE_SPACE_IN_SECRET, " " + secret));
    boolean hasPrefix = secret.startsWith(PREFIX);
    String tail = hasPrefix ? secret.substring(PREFIX.length()) : secret;
    variants.add(
        hasPrefix
            ? text(SignatureMistake.SECRET_WITHOUT_PREFIX, tail)
            : text(SignatureMistake.SECRET_WITH_PREFIX, PREFIX + secret));
    addDecoded(tail, variants);
    variants.removeIf(variant -> variant.bytes().get().length == 0);
    return variants;
  }

  private static void addDecoded(String tail, List<Variant> variants) {
    for (Base64.Decoder decoder : List.of(Base64.getDecoder(), Base64.getUrlDecoder())) {
      try {
        variants.add(Variant.of(SignatureMistake.BASE64_SECRET, decoder.decode(tail)));
      } catch (IllegalArgumentException e) {
        // It isn't encoded this way, so there is no such variant.
      }
    }
    try {
      variants.add(Variant.of(SignatureMistake.HEX_SECRET, HexFormat.of().parseHex(tail)));
    } catch (IllegalArgumentException e) {
      // It isn't encoded this way, so there is no such variant.
    }
  }

  private static Variant text(SignatureMistake mistake, String secret) {
    return Variant.of(mistake, secret.getBytes(UTF_8));
  }
}
