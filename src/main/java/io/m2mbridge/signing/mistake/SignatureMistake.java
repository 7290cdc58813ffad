package io.m2mbridge.signing.mistake;

import java.util.Locale;

/** What is usually wrong with a signature that doesn't match. */
public enum SignatureMistake {
  HEADER_WHITE_SPACE("The header has white space around its value."),
  HEADER_WITHOUT_PREFIX("The header lacks sha256= before the hex digits."),
  HEADER_OTHER_PREFIX("The header begins with something other than sha256=."),
  HEADER_BASE64("The header holds base64, where M2M sends hex."),
  HEADER_NOT_64_DIGITS("The header doesn't hold 64 hex digits: it was cut, or isn't a SHA-256."),
  HEADER_NOT_HEX("The header holds neither hex nor base64."),
  TIMESTAMP_NOT_DIGITS("The timestamp isn't a Unix time in digits, so it is refused unread."),

  TIMESTAMP_NOT_SIGNED("The body alone was signed: put the timestamp and a dot before it."),
  NO_SEPARATOR("There was nothing between timestamp and body: put a dot there."),
  COLON_SEPARATOR("There was a colon between timestamp and body: put a dot there."),
  NEWLINE_SEPARATOR("There was a newline between timestamp and body: put a dot there."),
  OTHER_SEPARATOR("There was another sign between timestamp and body: put a dot there."),
  BODY_FIRST("The body stood before the timestamp: the timestamp comes first."),
  MILLISECONDS_SIGNED("Milliseconds were signed, but the header has seconds."),
  SECONDS_SIGNED("Seconds were signed, but the header has milliseconds."),
  ENVELOPE_TIMESTAMP(
      "The timestamp in the body was signed: take that of the header X-M2M-Timestamp."),

  EMPTY_BODY("An empty body was signed: something else had read the request's stream before."),
  OBJECT_AS_TEXT("[object Object] was signed: take the raw bytes, not the parsed body."),
  BYTES_AS_TEXT("Python's b'…' was signed: join bytes to bytes, not into a text."),
  BASE64_BODY("The body's base64 was signed, as some gateways pass it on: decode it first."),
  DOUBLE_ENCODED("The body was signed as a JSON string: it went through a JSON writer once more."),
  NEWLINE_ADDED("A newline was signed at the body's end that isn't there."),
  NEWLINE_REMOVED("The newline at the body's end wasn't signed."),
  LINE_ENDS_LF("Line ends were signed as LF, but the body has CRLF."),
  LINE_ENDS_CRLF("Line ends were signed as CRLF, but the body has LF."),
  BOM_ADDED("A byte order mark was signed that the body doesn't have."),
  BOM_REMOVED("The byte order mark at the body's beginning wasn't signed."),
  DECODED_AS_LATIN_1("The body was decoded as Latin-1 and encoded again: don't decode it."),
  ENCODED_AS_LATIN_1("The body was encoded as Latin-1 rather than UTF-8: don't decode it."),
  UTF_16("The body was encoded as UTF-16 rather than UTF-8: don't decode it."),

  COMPACT_JSON(
      "The JSON was written anew without spaces: take the raw bytes, not the parsed body."),
  SPACED_JSON(
      "The JSON was written anew with a space after colon and comma, as Python does: take the raw"
          + " bytes."),
  INDENTED_BY_2("The JSON was written anew, indented by 2 spaces: take the raw bytes."),
  INDENTED_BY_4("The JSON was written anew, indented by 4 spaces: take the raw bytes."),
  SORTED_KEYS("The JSON's keys were sorted: take the raw bytes."),
  UNESCAPED_TEXT(
      "Escapes in the JSON's texts were undone, \\u00e9 or \\/, say: take the raw bytes."),
  ESCAPED_NON_ASCII("Letters beyond ASCII were written as \\u00e9, say: take the raw bytes."),
  ESCAPED_SLASHES("Slashes were written as \\/, as PHP does: take the raw bytes."),
  ESCAPED_HTML(
      "The signs <, > and & were written as \\u003c, say, as Go does: take the raw bytes."),
  SHORTENED_NUMBERS("Numbers were written anew, 100.00 as 100: take the raw bytes."),
  FLOAT_NUMBERS("Numbers were written anew, 100.00 as 100.0: take the raw bytes."),

  QUOTED_SECRET("The secret was used with quotes around it."),
  UNQUOTED_SECRET("The secret was used without the quotes that this one has around it."),
  WHITE_SPACE_IN_SECRET("The secret was used with a newline or a space before or after it."),
  SECRET_WITHOUT_PREFIX("The secret was used without whsec_: it is part of the key."),
  SECRET_WITH_PREFIX("The secret was used with whsec_ before it, which this one lacks."),
  BASE64_SECRET("The secret was decoded from base64: its text is the key as it stands."),
  HEX_SECRET("The secret was decoded from hex: its text is the key as it stands."),
  EMPTY_SECRET("The secret was empty: the setting or variable wasn't read."),
  SECRET_LIST("The list of secrets was used as one secret: each of them is a key of its own."),

  SHA_1("It is an HMAC with SHA-1 rather than SHA-256."),
  SHA_512("It is an HMAC with SHA-512 rather than SHA-256."),
  NO_KEY("It is a plain SHA-256 without the secret, rather than an HMAC."),
  JOINED_KEY("It is a plain SHA-256 of secret and text together, rather than an HMAC."),
  SWAPPED_KEY("The HMAC's arguments were swapped: the secret is the key, the text the message.");

  private final String sentence;

  SignatureMistake(String sentence) {
    this.sentence = sentence;
  }

  /** For machines: the name in lower case, with dashes. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For people: what was done, and what to do. */
  public String sentence() {
    return sentence;
  }
}
