package io.m2mbridge.reply;

import org.jspecify.annotations.Nullable;

/**
 * The text to send for a value that was looked up.
 *
 * @param text the text; null if the value is unknown or left out
 * @param refusal why the value is left out; null if it isn't
 * @param kind the Java type of a value that is left out, for the log; else empty
 */
record FieldText(@Nullable String text, @Nullable Refusal refusal, String kind) {
  static final FieldText UNKNOWN = new FieldText(null, null, "");

  /** Why a value is left out: it could mean two things, or M2M doesn't accept it. */
  enum Refusal {
    NUMBER(
        "a number, which may have lost leading zeros or digits; select text, as in"
            + " CAST(<column> AS text)"),
    KIND("not text; select text, as in CAST(<column> AS text)"),
    ZONE(
        "a point in time, whose day depends on a time zone; write"
            + " to_char(<column> AT TIME ZONE '<zone>', 'YYYY-MM-DD') AS \"dob\","
            + " or CAST(<column> AS date) AS \"dob\" if the column has no time zone"),
    TIME("a date with a time of day; write to_char(<column>, 'YYYY-MM-DD') AS \"dob\""),
    FORMAT(
        "not a date as YYYY-MM-DD; convert it, as in"
            + " to_char(to_date(<column>, 'DD/MM/YYYY'), 'YYYY-MM-DD') AS \"dob\""),
    YEAR("not a date of the years 0001 to 9999"),
    CHARACTERS("text with a character that JSON can't contain");

    private final String advice;

    Refusal(String advice) {
      this.advice = advice;
    }

    /** Returns what the value is, and what to write instead. */
    String advice() {
      return advice;
    }
  }

  static FieldText of(String text) {
    return new FieldText(text, null, "");
  }

  static FieldText refused(Refusal refusal, Object value) {
    return new FieldText(null, refusal, value.getClass().getSimpleName());
  }
}
