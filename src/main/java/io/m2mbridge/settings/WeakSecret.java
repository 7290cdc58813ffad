package io.m2mbridge.settings;

import java.util.List;
import java.util.Locale;

/**
 * Recognizes a secret that could be guessed, or that stands in M2M's or this project's documents.
 */
public final class WeakSecret {
  /** The minimum length of a webhook secret, in characters, including {@code whsec_}. */
  public static final int SHORTEST = 16;

  private static final int FEWEST_DISTINCT = 5;
  private static final String PREFIX = "whsec_";

  /** Parts that samples and placeholders contain. */
  private static final List<String> SAMPLES =
      List.of(
          "your_",
          "your-",
          "change_me",
          "changeme",
          "example",
          "placeholder",
          "development_only",
          "abc123def456");

  private WeakSecret() {}

  /** Whether it has fewer than 16 characters. */
  public static boolean isShort(String secret) {
    return secret.length() < SHORTEST;
  }

  /** Whether the part after {@code whsec_} has fewer than five different characters. */
  public static boolean isMonotonous(String secret) {
    String random = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
    return random.chars().distinct().count() < FEWEST_DISTINCT;
  }

  /** Whether it is a sample from a document, or a placeholder for a secret or key. */
  public static boolean isSample(String secret) {
    String lower = secret.toLowerCase(Locale.ROOT);
    return SAMPLES.stream().anyMatch(lower::contains);
  }

  /** Whether it is short, monotonous or a sample. */
  public static boolean isWeak(String secret) {
    return isShort(secret) || isMonotonous(secret) || isSample(secret);
  }
}
