package io.m2mbridge.event;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells which fields of an event have values that a person may see who isn't to see personal data:
 * ids, amounts, times and codes ({@code docs/protocol.md, "Events"}).
 */
public final class ReadableFields {
  /** Fields of {@code data} that have personal values, or fields with such values. */
  public static final Set<String> PERSONAL =
      Set.of("metadata", "deviceInfo", "funding", "payout", "url", "userData");

  /** A word such as card, of which many users have the same. */
  private static final Set<String> KINDS = Set.of("funding.method", "payout.method");

  /** Fields that {@code erase} removes, though the log may have their codes. */
  private static final Set<String> ERASED = Set.of("userId", "cancellationReason", "replyEndpoint");

  /** An id, a time, a name of an event or a code: one word without an at sign. */
  private static final Pattern CODE = Pattern.compile("[\\w.:/%+-]{1,300}");

  private ReadableFields() {}

  /**
   * Whether a field of {@code data} is M2M's and not personal. The fields in it may still be.
   *
   * @param path such as {@code amount.send}
   */
  public static boolean isField(String path) {
    return !path.isEmpty()
        && EventFields.UNION.at(path) != null
        && !ERASED.contains(path)
        && (KINDS.contains(path) || !PERSONAL.contains(path.replaceFirst("\\..*", "")));
  }

  /** Whether a text may be an id, a time, a name of an event or a code, and isn't a sentence. */
  public static boolean isCode(String text) {
    return CODE.matcher(text).matches();
  }
}
