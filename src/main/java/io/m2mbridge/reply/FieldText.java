package io.m2mbridge.reply;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a value that was looked up.
 *
 * @param text to send; null where nothing is known, or where it is left out
 * @param refusal why it is left out; null where it isn't
 * @param kind the Java type of a value that is left out, for the log; else empty
 */
record FieldText(@Nullable String text, @Nullable Refusal refusal, String kind) {
  static final FieldText UNKNOWN = new FieldText(null, null, "");

  /** Why a value is left out: it could mean two things, or nothing that M2M takes. */
  enum Refusal {
    NUMBER(
        "a number, which may have lost leading zeros or digits; give text, as in"
            + " CAST(<column> AS text)"),
    KIND("no text; give text, as in CAST(<column> AS text)"),
    ZONE(
        "a point in time, whose day depends on a time zone; write"
            + " to_char(<column> AT TIME ZONE '<zone>', 'YYYY-MM-DD') AS \"dob\","
            + " or CAST(<column> AS date) AS \"dob\" where the column has no time zone"),
    TIME("a day with a time of day; write to_char(<column>, 'YYYY-MM-DD') AS \"dob\""),
    FORMAT(
        "no day as YYYY-MM-DD; convert it, as in"
            + " to_char(to_date(<column>, 'DD/MM/YYYY'), 'YYYY-MM-DD') AS \"dob\""),
    YEAR("no day of the years 0001 to 9999"),
    CHARACTERS("text with a character that JSON can't carry");

    private final String advice;

    Refusal(String advice) {
      this.advice = advice;
    }

    /** What the value is, and what to write instead. */
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
