package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartnerSecretsTest {
  private static final String GOOD = "whsec_c2FuZGJveA==";

  private final Stances stances = new Stances();

  @ParameterizedTest
  @CsvSource({
    "whsec_for_development_only, whsec_b2xk, whsec_b2xk",
    "whsec_b2xk, whsec_for_development_only, whsec_b2xk",
    "whsec_b2xk, whsec_b2xk, whsec_for_development_only",
    "whsec_b2xk, whsec_, whsec_b2xk"
  })
  void refusesASecretThatIsNotBase64WhereTheStanceDecodesIt(
      String current, String old, String ofCallbacks) {
    stances.secretBytes = Stances.SecretBytes.base64;
    stances.callbackSecret = ofCallbacks;
    ConfigurationException refusal =
        assertThrows(ConfigurationException.class, () -> new PartnerSecrets(current, old, stances));

    assertTrue(String.valueOf(refusal.getMessage()).contains("--secret-bytes"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ","})
  void refusesABlankSecret(String blank) {
    assertThrows(ConfigurationException.class, () -> new PartnerSecrets(blank, GOOD, stances));
    assertThrows(ConfigurationException.class, () -> new PartnerSecrets(GOOD, blank, stances));
  }

  @Test
  void takesAnyTextAsASecret() {
    assertEquals(
        "whsec_for_development_only",
        new PartnerSecrets("whsec_for_development_only", "old", stances).current());
  }

  @Test
  void makesNewSecretsThatAreBase64() {
    stances.secretBytes = Stances.SecretBytes.base64;
    PartnerSecrets secrets = new PartnerSecrets(GOOD, GOOD, stances);
    String made = secrets.regenerate();

    assertEquals(made, secrets.current());
    assertEquals(made, new PartnerSecrets(made, GOOD, stances).current());
  }
}
