package io.m2mbridge.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The secrets that a signature is computed with: one, several, and none. */
class SignatureSecretsTest extends SignedWebhook {
  @Test
  void takesTheSecretAsUtf8() {
    assertEquals(
        "sha256=e9250f66b58c8841c76fc439ec789a3a627d4dfeb205f39793c33f7e5af1a594",
        new Signature("whsec_niño_0123456789").sign(TIMESTAMP, utf8("{}")));
  }

  /** RFC 2104: a key longer than the block of the hash is hashed first. */
  @Test
  void takesASecretLongerThanABlock() {
    assertEquals(
        "sha256=2b2c1f65234c44f4384a1844b0060fd3169ed053d4a6b32a1114452805e00fe7",
        new Signature("a".repeat(131)).sign(TIMESTAMP, utf8("{}")));
  }

  @Test
  void takesTheSecretWithItsPrefixAlone() {
    String withoutPrefix = SECRET.substring("whsec_".length());
    assertFalse(
        signature.matches(TIMESTAMP, new Signature(withoutPrefix).sign(TIMESTAMP, BODY), BODY));
    assertFalse(new Signature(withoutPrefix).matches(TIMESTAMP, VALID, BODY));
  }

  @Test
  void refusesAnotherSecret() {
    assertFalse(new Signature(SECRET + "0").matches(TIMESTAMP, VALID, BODY));
    assertFalse(new Signature("abc123def456ghi789").matches(TIMESTAMP, VALID, BODY));
  }

  @Test
  void acceptsBothSecretsWhileRotating() {
    Signature rotating = new Signature("whsec_new_0123456789," + SECRET);
    assertTrue(rotating.matches(TIMESTAMP, VALID, BODY));
    assertTrue(
        rotating.matches(
            TIMESTAMP, new Signature("whsec_new_0123456789").sign(TIMESTAMP, BODY), BODY));
  }

  @Test
  void refusesTheOldSecretOnceItIsTakenOut() {
    assertFalse(new Signature("whsec_new_0123456789").matches(TIMESTAMP, VALID, BODY));
  }

  @Test
  void signsWithTheFirstSecret() {
    assertEquals(VALID, new Signature(SECRET + ",whsec_old_0123456789").sign(TIMESTAMP, BODY));
  }

  @Test
  void ignoresWhiteSpaceAndBlanksBetweenSecrets() {
    Signature several = new Signature(" ,, whsec_new_0123456789 ,\t" + SECRET + "\n, ");
    assertTrue(several.matches(TIMESTAMP, VALID, BODY));
    assertEquals(
        List.of("whsec_new_0123456789", SECRET),
        Signature.secretsIn(" ,, whsec_new_0123456789 ,\t" + SECRET + "\n, "));
  }

  /** A blank would be a secret that everyone knows. */
  @Test
  void neverTakesABlankForASecret() {
    Signature several = new Signature(SECRET + ", ,");
    for (String guess : List.of(" ", ",", SECRET + ", ,")) {
      assertFalse(
          several.matches(
              TIMESTAMP,
              "sha256=" + TestHmac.hex(utf8(guess), utf8(TIMESTAMP + ".{}")),
              utf8("{}")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", " , ,\t"})
  void needsASecret(String none) {
    assertThrows(IllegalArgumentException.class, () -> new Signature(none));
  }
}
