package io.m2mbridge.settings;

import java.util.List;
import java.util.Locale;

/** What anyone could guess, or read in M2M's pages or this project's. */
public final class WeakSecret {
  /** The shortest webhook secret, in characters, {@code whsec_} included. */
  public static final int SHORTEST = 16;

  private static final int FEWEST_DISTINCT = 5;
  private static final String PREFIX = "whsec_";

  /** What samples and placeholders are made of, rather than each of them. */
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

  /** Whether what follows {@code whsec_} is made of fewer than five different characters. */
  public static boolean isMonotonous(String secret) {
    String random = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
    return random.chars().distinct().count() < FEWEST_DISTINCT;
  }

  /** Whether it is a sample from documents, or a placeholder that stands for a secret or key. */
  public static boolean isSample(String secret) {
    String lower = secret.toLowerCase(Locale.ROOT);
    return SAMPLES.stream().anyMatch(lower::contains);
  }

  /** Whether it is any of these. */
  public static boolean isWeak(String secret) {
    return isShort(secret) || isMonotonous(secret) || isSample(secret);
  }
}
