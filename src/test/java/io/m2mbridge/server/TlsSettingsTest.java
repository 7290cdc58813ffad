package io.m2mbridge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TlsSettingsTest {
  private static final String CERTIFICATE = "m2m.http.tls.certificate";
  private static final String KEY = "m2m.http.tls.key";
  private static final String STORE = "m2m.http.tls.key-store";
  private static final String PASSWORD = "m2m.http.tls.key-store-password";

  private static UnaryOperator<String> settings(String... set) {
    return key -> List.of(set).contains(key) ? "x" : "";
  }

  @Test
  void knowsBothKindsOfCertificate() {
    assertFalse(TlsSettings.areSet(settings()));
    assertTrue(TlsSettings.areSet(settings(CERTIFICATE, KEY)));
    assertTrue(TlsSettings.areSet(settings(STORE, PASSWORD)));
  }

  @Test
  void isFineWhereNothingOrAPairIsSet() {
    assertEquals(List.of(), TlsSettings.mistakes(settings()));
    assertEquals(List.of(), TlsSettings.mistakes(settings(CERTIFICATE, KEY)));
    assertEquals(List.of(), TlsSettings.mistakes(settings(STORE, PASSWORD)));
  }

  @Test
  void saysWhatTheOtherHalfIs() {
    Map.of(CERTIFICATE, KEY, KEY, CERTIFICATE, STORE, PASSWORD, PASSWORD, STORE)
        .forEach(
            (set, missing) ->
                assertEquals(
                    List.of(
                        set + " is set without " + missing + ": set both, or none for plain HTTP."),
                    TlsSettings.mistakes(settings(set))));
  }

  @Test
  void saysThatBothKindsAreSet() {
    assertEquals(
        List.of(CERTIFICATE + " and " + STORE + " exclude each other: set one of them."),
        TlsSettings.mistakes(settings(CERTIFICATE, KEY, STORE)));
  }
}
