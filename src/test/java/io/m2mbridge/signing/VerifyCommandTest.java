package io.m2mbridge.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.m2mbridge.testing.CommandRun;
import io.m2mbridge.webhook.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  private static final String NOW = "1795328018";
  private static final byte[] BODY = "{\"event\":\"ping\",\"data\":{}}".getBytes(UTF_8);
  private static final byte[] WITH_NEWLINE = "{\"event\":\"ping\",\"data\":{}}\n".getBytes(UTF_8);
  private static final String SIGNATURE = new Signature("whsec_test").sign(NOW, BODY);

  private static CommandRun verify(byte[] body, String... args) {
    String[] common = {"verify", "--timestamp", NOW, "--signature", SIGNATURE};
    return CommandRun.withInput(
        body, Stream.of(common, args).flatMap(Stream::of).toArray(String[]::new));
  }

  @Test
  void knowsARightSignature() {
    CommandRun run = verify(BODY, "--secret", "whsec_test");
    assertEquals(0, run.exitCode());
    assertEquals("The signature is M2M's.", run.out().strip());
  }

  @Test
  void readsTheBodyFromAFile(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("body"), BODY);
    assertEquals(0, verify(new byte[0], "--secret", "whsec_test", file.toString()).exitCode());
  }

  @Test
  void saysWhichSecretItWasAndPrintsNone() {
    CommandRun run = verify(BODY, "--secret", "whsec_old,whsec_older", "--secret", "whsec_test");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains("It was made with secret 3 of 3."), run.out());
    assertFalse(run.out().contains("whsec_"), run.out());
  }

  @Test
  void namesTheMistake() {
    CommandRun run = verify(WITH_NEWLINE, "--secret", "whsec_test");
    assertEquals(2, run.exitCode());
    assertEquals(
        "The signature is not M2M's, but it would be without this:\n"
            + "- The newline at the body's end wasn't signed.\n",
        run.out().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void saysWhatToCheckWhenNothingExplainsIt() {
    CommandRun run = verify(WITH_NEWLINE, "--secret", "whsec_other");
    assertEquals(2, run.exitCode());
    assertTrue(run.out().contains("no common mistake explains it."), run.out());
    assertTrue(run.out().contains("It is given with --secret."), run.out());
    assertTrue(run.out().contains("27 bytes, ends with a newline"), run.out());
    assertTrue(run.out().contains(NOW + ", 2026-11-22T06:13:38Z"), run.out());
    assertTrue(
        run.out().contains("e966b31aa7b6cc5c5605e5b65178fc80d6f6a5dbe4a3a7341e43b692d7115826"),
        run.out());
    assertFalse(run.out().contains("sha256="), run.out());
    assertFalse(run.out().contains("whsec_"), run.out());
  }

  @Test
  void printsTheExpectedSignatureOnlyWhenAsked() {
    CommandRun run = verify(BODY, "--secret", "whsec_other", "--show-expected");
    String expected = new Signature("whsec_other").sign(NOW, BODY);
    assertTrue(run.out().contains("Expected: " + expected), run.out());
  }

  @Test
  void saysWhatIsWrongWithAHeaderThatHoldsNoSignature() {
    CommandRun run =
        CommandRun.withInput(BODY, "verify", "--timestamp", "now", "--signature", "none!");
    assertEquals(2, run.exitCode());
    assertTrue(run.out().contains("- The header holds neither hex nor base64."), run.out());
    assertTrue(run.out().contains("now, not a time"), run.out());
    assertTrue(run.out().contains("It is that of the dev profile."), run.out());
  }

  @Test
  void printsJson() throws IOException {
    JsonNode valid =
        new ObjectMapper().readTree(verify(BODY, "--secret=whsec_test", "--json").out());
    assertTrue(valid.path("valid").booleanValue());
    assertEquals("[]", valid.path("mistakes").toString());
    CommandRun run = verify(WITH_NEWLINE, "--secret=whsec_test", "--json");
    assertEquals(2, run.exitCode());
    JsonNode mistaken = new ObjectMapper().readTree(run.out());
    assertFalse(mistaken.path("valid").booleanValue());
    assertTrue(mistaken.path("explained").booleanValue());
    assertEquals("[\"newline-removed\"]", mistaken.path("mistakes").toString());
    assertEquals(1, mistaken.path("secret").intValue());
    assertTrue(mistaken.path("sentence").textValue().endsWith("wasn't signed."));
    JsonNode unknown = new ObjectMapper().readTree(verify(BODY, "--secret=other", "--json").out());
    assertFalse(unknown.path("explained").booleanValue());
    assertTrue(unknown.path("secret").isNull());
  }

  @Test
  void refusesToGuessTheHeaders() {
    assertEquals(1, CommandRun.of("verify", "--timestamp", NOW).exitCode());
    assertEquals(1, CommandRun.of("verify", "--signature", SIGNATURE).exitCode());
  }

  @Test
  void saysWhenThereIsNoSuchFile() {
    CommandRun run = verify(BODY, "no-such-file");
    assertEquals(1, run.exitCode());
    assertEquals("m2m-bridge: There is no file no-such-file: check the path.", run.err().strip());
  }
}
