package io.m2mbridge.reply;

import io.m2mbridge.reply.FieldText.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a reply may contain (docs/protocol.md, "Reply"), and how their values are
 * written.
 */
final class UserDataFields {
  static final String DATE_OF_BIRTH = "dob";

  /** All fields, in the order of M2M's documents. */
  static final List<String> ALL =
      List.of(
          "name.firstName",
          "name.secondName",
          "name.lastName",
          "name.secondLastName",
          "idNumber",
          "idType",
          DATE_OF_BIRTH);

  private UserDataFields() {}

  /**
   * Returns the text to send for a value that was looked up. Spaces at its end are dropped, because
   * a column of fixed width is padded with them. Blank text counts as unknown, like null.
   */
  static FieldText text(String field, @Nullable Object value) {
    Object padded = value instanceof Character single ? single.toString() : value;
    Object given = padded instanceof CharSequence text ? withoutPadding(text.toString()) : padded;
    if (given == null || (given instanceof String text && text.isBlank())) {
      return FieldText.UNKNOWN;
    }
    if (field.equals(DATE_OF_BIRTH)) {
      return DateOfBirth.of(given);
    }
    if (given instanceof String text) {
      return isJson(text) ? FieldText.of(text) : FieldText.refused(Refusal.CHARACTERS, text);
    }
    return FieldText.refused(given instanceof Number ? Refusal.NUMBER : Refusal.KIND, given);
  }

  private static String withoutPadding(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  /** Whether JSON can contain the text. An unpaired surrogate would be sent as a question mark. */
  private static boolean isJson(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }
}
