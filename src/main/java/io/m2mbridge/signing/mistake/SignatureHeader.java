package io.m2mbridge.signing.mistake;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A signature header, parsed leniently. */
final class SignatureHeader {
  private static final String PREFIX = "sha256=";
  private static final Pattern OTHER_PREFIX =
      Pattern.compile("(?i)(?:(?:hmac-?)?sha-?(?:1|256|512)|hmac|v[0-9]|base64|hex)[=:,]");

  /** The lengths of SHA-1, SHA-256 and SHA-512, in bytes. */
  private static final Set<Integer> TAG_LENGTHS = Set.of(20, 32, 64);

  private final List<SignatureMistake> mistakes;
  private final byte @Nullable [] tag;

  private SignatureHeader(List<SignatureMistake> mistakes, byte @Nullable [] tag) {
    this.mistakes = List.copyOf(mistakes);
    this.tag = tag;
  }

  static SignatureHeader read(String header) {
    List<SignatureMistake> mistakes = new ArrayList<>();
    String value = header.strip();
    if (!value.equals(header)) {
      mistakes.add(SignatureMistake.HEADER_WHITE_SPACE);
    }
    Matcher other = OTHER_PREFIX.matcher(value);
    if (value.startsWith(PREFIX)) {
      value = value.substring(PREFIX.length());
    } else if (other.lookingAt()) {
      mistakes.add(SignatureMistake.HEADER_OTHER_PREFIX);
      value = value.substring(other.end());
    } else {
      mistakes.add(SignatureMistake.HEADER_WITHOUT_PREFIX);
    }
    return tagged(value, mistakes);
  }

  /** Returns the mistakes of its form. A tag with the length of another hash isn't one of them. */
  List<SignatureMistake> mistakes() {
    return mistakes;
  }

  /** Returns the tag in the header, or null if none can be found. */
  byte @Nullable [] tag() {
    return tag;
  }

  private static SignatureHeader tagged(String value, List<SignatureMistake> mistakes) {
    byte[] tag = null;
    if (value.matches("\\p{XDigit}+")) {
      if (value.length() % 2 == 0 && TAG_LENGTHS.contains(value.length() / 2)) {
        tag = HexFormat.of().parseHex(value);
      } else {
        mistakes.add(SignatureMistake.HEADER_NOT_64_DIGITS);
      }
    } else {
      tag = base64(value);
      mistakes.add(tag == null ? SignatureMistake.HEADER_NOT_HEX : SignatureMistake.HEADER_BASE64);
    }
    return new SignatureHeader(mistakes, tag);
  }

  private static byte @Nullable [] base64(String value) {
    try {
      byte[] tag = Base64.getDecoder().decode(value.replace('-', '+').replace('_', '/'));
      return TAG_LENGTHS.contains(tag.length) ? tag : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
