package io.m2mbridge.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Logs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSecretsTest {
  private static final String OLD = "whsec_the_one_of_before";
  private static final String NEW = "whsec_the_one_from_now";
  private static final String TIMESTAMP = "1769437800";
  private static final byte[] BODY = "{}".getBytes(UTF_8);

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final WebhookSecrets secrets = new WebhookSecrets(metrics);
  private final Logs logs = new Logs();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void takeTheOldOne() throws Exception {
    file = Files.writeString(folder.resolve("secret"), OLD + "\n");
    secrets.setSecrets(OLD);
    secrets.setFile(file.toString());
  }

  @AfterEach
  void close() {
    secrets.close();
    logs.close();
  }

  private boolean takes(String secret) {
    return refusal(new Signature(secret).sign(TIMESTAMP, BODY)) == null;
  }

  private String refusal(String tag) {
    try {
      assertNotNull(secrets.signer(TIMESTAMP, tag, BODY));
      return null;
    } catch (SignatureException e) {
      return e.getReason();
    }
  }

  private double matches(String secret) {
    return metrics
        .get("m2m.webhook.secret.matches")
        .tag("secret", Signature.fingerprint(secret))
        .counter()
        .count();
  }

  private List<String> logged() {
    return logs.of(WebhookSecrets.class.getName());
  }

  @Test
  void namesAndCountsEachByItsFingerprint() throws Exception {
    Files.writeString(file, NEW + "\n" + OLD);
    secrets.renew();

    assertTrue(takes(OLD));
    assertTrue(takes(OLD));

    assertEquals(2, matches(OLD));
    assertEquals(0, matches(NEW));
  }

  /** {@code printf %s whsec_the_one_of_before | sha256sum | cut -c1-8}. */
  @Test
  void takesForFingerprintWhatSha256sumPrints() {
    assertEquals("7951252f", Signature.fingerprint(OLD));
  }

  @Test
  void refusesASecretThatWasPastedWrongly() {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> secrets.setSecrets("'" + NEW + "'"));
    assertFalse(refusal.getMessage().contains(NEW));
    assertTrue(takes(OLD));
  }

  @Test
  void saysAtTheStartWhichAreActive() {
    secrets.start();

    assertEquals(
        List.of("webhook secrets active: 1, with the fingerprints " + Signature.fingerprint(OLD)),
        logged());
  }

  @Test
  void takesOverAChangedFile() throws Exception {
    Files.writeString(file, NEW);
    secrets.renew();

    assertTrue(takes(NEW));
    assertFalse(takes(OLD));
    assertEquals(
        List.of(
            "webhook secrets loaded from the changed file: 1, with the fingerprints "
                + Signature.fingerprint(NEW)),
        logged());
  }

  /** Kubernetes points {@code ..data} to a new folder, and the file's path goes through it. */
  @Test
  void followsALinkThatWasTurned() throws Exception {
    Path before = Files.createDirectory(folder.resolve("..before"));
    Path after = Files.createDirectory(folder.resolve("..after"));
    Files.writeString(before.resolve("webhook"), OLD);
    Files.writeString(after.resolve("webhook"), NEW);
    Path data = Files.createSymbolicLink(folder.resolve("..data"), before);
    secrets.setFile(
        Files.createSymbolicLink(folder.resolve("webhook"), Path.of("..data/webhook")).toString());
    secrets.renew();
    assertTrue(takes(OLD));

    Path turned = Files.createSymbolicLink(folder.resolve("..data_tmp"), after);
    Files.move(turned, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    secrets.renew();

    assertTrue(takes(NEW));
    assertFalse(takes(OLD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        " ,\n, ",
        "whsec_short",
        "whsec_aaaaaaaaaaaaaaaaaaaaaaa",
        "whsec_for_development_only",
        "\"whsec_the_one_from_now\"",
        "\uFEFFwhsec_the_one_from_now",
        "whsec_the_one_from_now;whsec_the_one_of_before",
        "export WEBHOOK_SECRET=whsec_the_one_from_now",
        "whsec_the_one_from_now\nshort"
      })
  void keepsTheOldOnesWhereTheFileIsOfNoUse(String content) throws Exception {
    Files.writeString(file, content);
    secrets.renew();
    secrets.renew();

    assertTrue(takes(OLD));
    assertFalse(takes(NEW));
    assertEquals(1, logged().size());
    assertEquals(Level.WARN, logs.from(Level.WARN).get(0).level());
    assertFalse(logged().get(0).contains("whsec_"));
  }

  @Test
  void keepsTheOldOnesWhereTheFileIsGoneAndWarnsAnewAfterItWasBack() throws Exception {
    Files.delete(file);
    secrets.renew();
    secrets.renew();
    assertTrue(takes(OLD));
    assertEquals(1, logged().size());

    Files.writeString(file, OLD);
    secrets.renew();
    Files.delete(file);
    secrets.renew();

    assertEquals(
        List.of(
            "the webhook secrets stay unchanged: the file is missing",
            "the webhook secrets stay unchanged: the file is missing"),
        logged());
  }

  @Test
  void saysNothingWhereNothingHasChanged() throws Exception {
    Files.writeString(file, " " + OLD + "\r\n\n");
    secrets.renew();

    assertEquals(List.of(), logged());
  }

  @Test
  void suspectsTheSecretOnceWhereItSignedNoneOfTheFirst() throws Exception {
    assertEquals("malformed-signature", refusal("sha256="));
    assertFalse(takes(NEW));
    assertFalse(takes(NEW));
    assertEquals(List.of(), logged());
    assertFalse(takes(NEW));
    assertFalse(takes(NEW));

    assertEquals(
        List.of(
            "the first 3 webhooks with a well-formed signature were not signed with any of the webhook"
                + " secrets in use (fingerprints "
                + Signature.fingerprint(OLD)
                + "): M2M_WEBHOOK_SECRET is probably wrong; the command verify of m2m-bridge.jar"
                + " says what one of them was signed with"),
        logged());

    Files.writeString(file, "whsec_a_third_one_by_mistake");
    secrets.renew();
    for (int i = 0; i < 3; i++) {
      assertFalse(takes(NEW));
    }
    assertEquals(2, logged().stream().filter(line -> line.contains("probably wrong")).count());
  }

  @Test
  void suspectsNoSecretThatHasSigned() {
    assertTrue(takes(OLD));
    for (int i = 0; i < 5; i++) {
      assertFalse(takes(NEW));
    }
    assertEquals(List.of(), logged());
  }

  @Test
  void suspectsNoSecretForWhatScannersSend() {
    for (int i = 0; i < 5; i++) {
      assertEquals("no-signature", refusal(null));
      assertEquals("malformed-signature", refusal("x"));
    }
    assertEquals(List.of(), logged());
  }

  @Test
  void tellsNoSecret() throws Exception {
    secrets.start();
    Files.writeString(file, NEW);
    secrets.renew();

    logged().forEach(line -> assertFalse(line.contains("whsec_"), line));
    metrics.getMeters().forEach(meter -> assertFalse(meter.getId().toString().contains("whsec_")));
  }
}
