package io.m2mbridge.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
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

class SignCommandTest {
  private static final String SECRET = "whsec_test";
  private static final byte[] BODY = "{\"event\":\"ping\",\"data\":{\"n\":1}}\n".getBytes(UTF_8);
  private static final String SIGNATURE = new Signature(SECRET).sign("1795328018", BODY);

  private static CommandRun sign(byte[] input, String... args) {
    String[] common = {"sign", "--timestamp=1795328018", "--secret=" + SECRET, "-"};
    return CommandRun.withInput(
        input, Stream.of(common, args).flatMap(Stream::of).toArray(String[]::new));
  }

  @Test
  void printsTheHeadersOfABody() {
    CommandRun run = sign(BODY);
    assertEquals(0, run.exitCode());
    assertEquals(
        "X-M2M-Event: ping\nX-M2M-Timestamp: 1795328018\nX-M2M-Signature: " + SIGNATURE + "\n",
        run.out().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void signsTheBytesOfAFileAsTheyAre(@TempDir Path folder) throws IOException {
    byte[] body = {(byte) 0xff, '\r', '\n', 0};
    Path file = Files.write(folder.resolve("body"), body);
    CommandRun run = CommandRun.of("sign", "--timestamp", "1", "--secret", SECRET, file.toString());
    assertTrue(run.out().contains(new Signature(SECRET).sign("1", body)), run.out());
    assertTrue(run.out().startsWith("X-M2M-Timestamp: 1"), run.out());
  }

  @Test
  void readsStandardInputWithoutAFile() {
    CommandRun run =
        CommandRun.withInput(BODY, "sign", "--timestamp=1795328018", "--secret", SECRET);
    assertTrue(run.out().contains(SIGNATURE), run.out());
  }

  @Test
  void signsForNowWithTheSecretOfTheDevProfile() {
    CommandRun run = CommandRun.withInput(BODY, "sign");
    String timestamp = run.out().replaceAll("(?s).*Timestamp: ([0-9]+).*", "$1");
    String signature = run.out().replaceAll("(?s).*Signature: (\\S+).*", "$1");
    assertTrue(
        new Signature("whsec_for_development_only").matches(timestamp, signature, BODY), run.out());
  }

  @Test
  void printsJson() throws IOException {
    JsonNode json = new ObjectMapper().readTree(sign(BODY, "--json").out());
    assertEquals("ping", json.path("X-M2M-Event").textValue());
    assertEquals("1795328018", json.path("X-M2M-Timestamp").textValue());
    assertEquals(SIGNATURE, json.path("X-M2M-Signature").textValue());
  }

  @Test
  void printsACommandWithTheBodyInIt() {
    byte[] body = "{\"event\":\"it's\"}".getBytes(UTF_8);
    CommandRun run = sign(body, "--curl=http://127.0.0.1:1/x?y=1&z");
    assertEquals(
        "curl -i 'http://127.0.0.1:1/x?y=1&z' -H 'Content-Type: application/json'"
            + " -H 'X-M2M-Event: it'\\''s' -H 'X-M2M-Timestamp: 1795328018' -H 'X-M2M-Signature: "
            + new Signature(SECRET).sign("1795328018", body)
            + "' --data-binary '{\"event\":\"it'\\''s\"}'",
        run.out().strip());
  }

  @Test
  void printsACommandThatReadsTheFile(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a body"), BODY);
    CommandRun run = CommandRun.of("sign", "--curl", "http://x/", file.toString());
    assertTrue(run.out().contains("--data-binary '@" + file + "'"), run.out());
  }

  @Test
  void printsNoCommandWithABodyThatCurlWouldTakeForAnother() {
    for (byte[] body : new byte[][] {{'@', 'x'}, {0}, {(byte) 0xff}, {'@', ' '}}) {
      CommandRun run = sign(body, "--curl=http://x/");
      assertEquals(1, run.exitCode());
      assertTrue(
          run.err().startsWith("m2m-bridge: This body can't be part of a command"), run.err());
    }
  }

  @Test
  void saysWhenThereIsNoSuchFile() {
    CommandRun run = CommandRun.of("sign", "no-such-file");
    assertEquals(1, run.exitCode());
    assertEquals("m2m-bridge: There is no file no-such-file: check the path.", run.err().strip());
  }

  @Test
  void saysWhenTheFileIsAFolder(@TempDir Path folder) {
    CommandRun run = CommandRun.of("sign", folder.toString());
    assertEquals(1, run.exitCode());
    assertEquals(
        "m2m-bridge: The file "
            + folder
            + " can't be read: check that it is a file, and that you may read it.",
        run.err().strip());
  }
}
