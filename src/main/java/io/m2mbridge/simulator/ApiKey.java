package io.m2mbridge.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Checks the partner's API key. */
final class ApiKey {
  private final String key;
  private final Stances stances;

  ApiKey(String key, Stances stances) {
    this.key = key;
    this.stances = stances;
  }

  /**
   * Checks the key of a call.
   *
   * @param given the header {@code X-API-Key}; null if missing
   * @throws ApiException if it isn't the partner's key, or the partner is suspended
   */
  void check(@Nullable String given) {
    if (given == null || given.isBlank()) {
      throw new ApiException(401, "UNAUTHORIZED", "API key is required");
    }
    if (!MessageDigest.isEqual(given.getBytes(UTF_8), key.getBytes(UTF_8))) {
      throw new ApiException(401, "INVALID_API_KEY", "API key is invalid or revoked");
    }
    if (stances.suspended) {
      throw new ApiException(
          stances.suspendedStatus, "PARTNER_SUSPENDED", "Partner is suspended or not found");
    }
  }
}
