package io.m2mbridge.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateSourceTest {
  private static final byte[] EMPTY = "{\"events\":[]}".getBytes(UTF_8);

  private final Receiver receiver = new Receiver();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    receiver.close();
  }

  private static Receiver.Answer body(byte[] body) {
    return exchange -> {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    };
  }

  private static String refusal(String location) {
    return assertThrows(ConfigurationException.class, () -> StateSource.of(location).read())
        .getMessage();
  }

  @Test
  void readsAUrl() {
    receiver.answers(body(EMPTY));

    assertNotNull(StateSource.of(receiver.url("/state?of=all")).read().events());
    assertEquals("GET", receiver.requests().get(0).method());
    assertEquals("/state?of=all", receiver.requests().get(0).path());
  }

  @Test
  void readsAFile() throws Exception {
    Path file = folder.resolve("state of a receiver.json");
    StateSource source = StateSource.of(file.toString());

    assertTrue(source.isToCome());
    assertTrue(refusal(file.toString()).contains("(there is no such file)"));
    Files.write(file, EMPTY);
    assertFalse(source.isToCome());
    assertNotNull(source.read().events());
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 401, 404, 500})
  void refusesAnyOtherAnswer(int status) {
    receiver.answers(Receiver.status(status, "Location", receiver.url("/state")));

    assertEquals(
        "The receiver's state can't be read from "
            + receiver.url("/state")
            + " (the answer was "
            + status
            + "): check --compare.",
        refusal(receiver.url("/state")));
    assertEquals(1, receiver.requests().size());
  }

  @Test
  void refusesWhatIsNoDocumentAndPrintsNoPassword() {
    receiver.answers(body("<html>".getBytes(UTF_8)));
    String url = receiver.url("/state?token=hunter2").replace("//", "//ana:hunter2@");

    String refusal = refusal(url);

    assertEquals(
        "What --compare names, "
            + receiver.url("/state")
            + ", is no JSON object (see docs/simulator.md).",
        refusal);
  }

  @Test
  void refusesAReceiverThatCutsTheConnection() {
    // A GET is tried again.
    receiver.answers(Stream.generate(Receiver::cut).limit(20).toArray(Receiver.Answer[]::new));

    assertTrue(refusal(receiver.url("/state")).contains("(no HTTP server answers there)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "ftp://127.0.0.1/state", "https://", "http:// /", "jdbc://x"})
  void refusesWhatIsNeitherFileNorUrl(String location) {
    assertEquals(
        "--compare must name a file, or a URL such as http://127.0.0.1:3000/state.",
        refusal(location));
  }
}
