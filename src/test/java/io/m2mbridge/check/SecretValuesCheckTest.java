package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The secrets and keys of a good configuration with one deviation each. */
class SecretValuesCheckTest extends GoodSettings {
  @Test
  void takesSandboxKeyWithSandbox() {
    settings.setProperty("m2m.api.key", "m2m_test_0123456789");
    settings.setProperty("m2m.api.base-url", "https://api.sandbox.m2m.leapfinancial.com");

    assertMistakes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", " , "})
  void asksForSecret(String secret) {
    settings.setProperty("m2m.webhook.secret", secret);

    assertMistakes(
        "The webhook secret is missing: set M2M_WEBHOOK_SECRET to the one that M2M's Partner Portal"
            + " shows.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"whsec_012345678", "whsec_0123456789abcdef,short"})
  void refusesShortSecret(String secret) {
    settings.setProperty("m2m.webhook.secret", secret);

    assertMistakes(
        "A webhook secret is shorter than 16 characters: set M2M_WEBHOOK_SECRET to the whole secret,"
            + " whsec_ included.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"aaaaaaaaaaaaaaaa", "whsec_0000000000000000", "whsec_abcdabcdabcdabcdabcd"})
  void refusesSecretOfFewDifferentCharacters(String secret) {
    settings.setProperty("m2m.webhook.secret", "whsec_0123456789abcdef," + secret);

    assertMistakes(
        "A webhook secret is made of so few different characters that it could be guessed: set"
            + " M2M_WEBHOOK_SECRET to the one that M2M's Partner Portal shows.");
  }

  /** The dev profile's, those of M2M's pages and of this project's, and what people put there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "whsec_for_development_only",
        "whsec_abc123def456ghi789",
        "whsec_your_secret_here",
        "WHSEC_EXAMPLE_0123456",
        "changeme-changeme"
      })
  void refusesSampleSecret(String secret) {
    settings.setProperty("m2m.webhook.secret", secret);

    assertMistakes(
        "A webhook secret is a sample that anyone can read: set M2M_WEBHOOK_SECRET to the one that"
            + " M2M's Partner Portal shows.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m2m_live_your_api_key_here", "m2m_live_for_development_only"})
  void refusesSampleKey(String key) {
    settings.setProperty("m2m.api.key", key);

    assertMistakes("The API key is a sample: set M2M_API_KEY to a key of M2M's Partner Portal.");
  }

  @Test
  void asksForApiKey() {
    settings.setProperty("m2m.api.key", "");

    assertMistakes("The API key is missing: set M2M_API_KEY to a key of M2M's Partner Portal.");
  }

  @Test
  void refusesApiKeyOfTwoLines() {
    settings.setProperty("m2m.api.key", "m2m_live_0123456789\nm2m_live_9876543210");

    assertMistakes(
        "The API key has more than one line: set M2M_API_KEY, or the content of its file, to the key alone.");
  }

  @Test
  void refusesSandboxKeyInProduction() {
    settings.setProperty("m2m.api.key", "m2m_test_0123456789");

    assertMistakes(
        "M2M_API_KEY is a sandbox key (m2m_test_), but M2M_API_BASE_URL is production: set both for"
            + " the same side.");
  }

  @Test
  void refusesProductionKeyInSandbox() {
    settings.setProperty("m2m.api.base-url", "https://api.sandbox.m2m.leapfinancial.com");

    assertMistakes(
        "M2M_API_KEY is a production key (m2m_live_), but M2M_API_BASE_URL is the sandbox: set both"
            + " for the same side.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'whsec_q8Zt3LmV0aPw7Rk2'", "[\"whsec_q8Zt3LmV0aPw7Rk2\"]", "whsec_q8Zt3LmV0a…"})
  void refusesASecretAsItIsPasted(String secret) {
    settings.setProperty("m2m.webhook.secret", "whsec_0123456789abcdef," + secret);

    List<String> mistakes =
        SettingValuesCheck.mistakes(key -> settings.getProperty(key, "").strip());

    assertEquals(1, mistakes.size(), mistakes.toString());
    assertTrue(mistakes.get(0).startsWith("A webhook secret "), mistakes.toString());
    assertTrue(
        mistakes
            .get(0)
            .endsWith(": set M2M_WEBHOOK_SECRET, or the content of its file, to the secret alone."),
        mistakes.toString());
    assertFalse(mistakes.get(0).contains("q8Zt"), mistakes.toString());
  }

  @Test
  void refusesAKeyAsItIsPasted() {
    settings.setProperty("m2m.api.key", "Bearer m2m_live_0123456789");

    assertMistakes(
        "The API key has a name or something else before it: set M2M_API_KEY, or the content of its file,"
            + " to the key alone.");
  }
}
