package io.m2mbridge.signing.mistake;

import java.util.Locale;

/** The common mistakes that make a signature not match. */
public enum SignatureMistake {
  HEADER_WHITE_SPACE("The header has white space around its value."),
  HEADER_WITHOUT_PREFIX("The header lacks sha256= before the hex digits."),
  HEADER_OTHER_PREFIX("The header begins with something other than sha256=."),
  HEADER_BASE64("The header holds base64, but M2M sends hex."),
  HEADER_NOT_64_DIGITS("The header doesn't hold 64 hex digits: it was cut, or isn't a SHA-256."),
  HEADER_NOT_HEX("The header holds neither hex nor base64."),
  TIMESTAMP_NOT_DIGITS("The timestamp isn't a Unix time in digits, so it is refused."),

  TIMESTAMP_NOT_SIGNED("The body alone was signed: put the timestamp and a dot before it."),
  NO_SEPARATOR("There was nothing between timestamp and body: put a dot there."),
  COLON_SEPARATOR("There was a colon between timestamp and body: put a dot there."),
  NEWLINE_SEPARATOR("There was a newline between timestamp and body: put a dot there."),
  OTHER_SEPARATOR("There was another character between timestamp and body: put a dot there."),
  BODY_FIRST("The body stood before the timestamp: the timestamp comes first."),
  MILLISECONDS_SIGNED("Milliseconds were signed, but the header has seconds."),
  SECONDS_SIGNED("Seconds were signed, but the header has milliseconds."),
  ENVELOPE_TIMESTAMP(
      "The timestamp in the body was signed: use that of the header X-M2M-Timestamp."),

  EMPTY_BODY("An empty body was signed: other code had already read the request's stream."),
  OBJECT_AS_TEXT("[object Object] was signed: sign the raw bytes, not the parsed body."),
  BYTES_AS_TEXT("Python's b'…' was signed: join bytes to bytes, not into a text."),
  BASE64_BODY("The body's base64 was signed, as some gateways pass it on: decode it first."),
  DOUBLE_ENCODED("The body was signed as a JSON string: it was written as JSON a second time."),
  NEWLINE_ADDED("A newline was signed that isn't at the body's end."),
  NEWLINE_REMOVED("The newline at the body's end wasn't signed."),
  LINE_ENDS_LF("Line ends were signed as LF, but the body has CRLF."),
  LINE_ENDS_CRLF("Line ends were signed as CRLF, but the body has LF."),
  BOM_ADDED("A byte order mark was signed that the body doesn't have."),
  BOM_REMOVED("The byte order mark at the body's beginning wasn't signed."),
  DECODED_AS_LATIN_1("The body was decoded as Latin-1 and encoded again: don't decode it."),
  ENCODED_AS_LATIN_1("The body was encoded as Latin-1 rather than UTF-8: don't decode it."),
  UTF_16("The body was encoded as UTF-16 rather than UTF-8: don't decode it."),

  COMPACT_JSON(
      "The JSON was written again without spaces: sign the raw bytes, not the parsed body."),
  SPACED_JSON(
      "The JSON was written again with a space after colon and comma, as Python does: sign the raw"
          + " bytes."),
  INDENTED_BY_2("The JSON was written again, indented by 2 spaces: sign the raw bytes."),
  INDENTED_BY_4("The JSON was written again, indented by 4 spaces: sign the raw bytes."),
  SORTED_KEYS("The JSON's keys were sorted: sign the raw bytes."),
  UNESCAPED_TEXT(
      "Escapes in the JSON's texts were decoded, such as \\u00e9 or \\/: sign the raw bytes."),
  ESCAPED_NON_ASCII("Characters beyond ASCII were escaped, such as \\u00e9: sign the raw bytes."),
  ESCAPED_SLASHES("Slashes were written as \\/, as PHP does: sign the raw bytes."),
  ESCAPED_HTML(
      "The characters <, > and & were escaped, such as \\u003c, as Go does: sign the raw bytes."),
  SHORTENED_NUMBERS("Numbers were written again, 100.00 as 100: sign the raw bytes."),
  FLOAT_NUMBERS("Numbers were written again, 100.00 as 100.0: sign the raw bytes."),

  QUOTED_SECRET("The secret was used with quotes around it."),
  UNQUOTED_SECRET("The secret was used without the quotes that this one has around it."),
  WHITE_SPACE_IN_SECRET("The secret was used with a newline or a space before or after it."),
  SECRET_WITHOUT_PREFIX("The secret was used without whsec_: it is part of the key."),
  SECRET_WITH_PREFIX("The secret was used with whsec_ before it, which this secret doesn't have."),
  BASE64_SECRET("The secret was decoded from base64: its text itself is the key."),
  HEX_SECRET("The secret was decoded from hex: its text itself is the key."),
  EMPTY_SECRET("The secret was empty: the setting or variable wasn't read."),
  SECRET_LIST("The list of secrets was used as one secret: each of them is a separate key."),

  SHA_1("It is an HMAC with SHA-1 rather than SHA-256."),
  SHA_512("It is an HMAC with SHA-512 rather than SHA-256."),
  NO_KEY("It is a plain SHA-256 without the secret, rather than an HMAC."),
  JOINED_KEY("It is a plain SHA-256 of secret and text together, rather than an HMAC."),
  SWAPPED_KEY("The HMAC's arguments were swapped: the secret is the key, the text the message.");

  private final String sentence;

  SignatureMistake(String sentence) {
    this.sentence = sentence;
  }

  /** Returns the code for programs: the name in lower case, with dashes. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the sentence for people: what was done, and what to do. */
  public String sentence() {
    return sentence;
  }
}
