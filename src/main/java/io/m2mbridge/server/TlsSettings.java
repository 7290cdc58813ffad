package io.m2mbridge.server;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Which settings name the listener's certificate. It reads no file, so it works without the
 * server's libraries, which another application may lack.
 */
public final class TlsSettings {
  static final String CERTIFICATE = "m2m.http.tls.certificate";
  static final String KEY = "m2m.http.tls.key";
  static final String KEY_STORE = "m2m.http.tls.key-store";
  static final String PASSWORD = "m2m.http.tls.key-store-password";

  private TlsSettings() {}

  /**
   * Whether the listener speaks HTTPS.
   *
   * @param settings gives the value of a setting, or an empty string if it isn't set
   */
  public static boolean areSet(UnaryOperator<String> settings) {
    return isSet(settings, CERTIFICATE) || isSet(settings, KEY_STORE);
  }

  /**
   * Returns one sentence on each setting that needs another one, or excludes it.
   *
   * @param settings gives the value of a setting, or an empty string if it isn't set
   */
  public static List<String> mistakes(UnaryOperator<String> settings) {
    boolean certificate = isSet(settings, CERTIFICATE);
    boolean key = isSet(settings, KEY);
    boolean store = isSet(settings, KEY_STORE);
    boolean password = isSet(settings, PASSWORD);
    if ((certificate || key) && (store || password)) {
      return List.of(CERTIFICATE + " and " + KEY_STORE + " exclude each other: set one of them.");
    } else if (certificate != key) {
      return lacks(certificate ? CERTIFICATE : KEY, certificate ? KEY : CERTIFICATE);
    } else if (store != password) {
      return lacks(store ? KEY_STORE : PASSWORD, store ? PASSWORD : KEY_STORE);
    }
    return List.of();
  }

  static boolean isSet(UnaryOperator<String> settings, String key) {
    return !settings.apply(key).isEmpty();
  }

  private static List<String> lacks(String has, String lacks) {
    return List.of(has + " is set without " + lacks + ": set both, or none for plain HTTP.");
  }
}
