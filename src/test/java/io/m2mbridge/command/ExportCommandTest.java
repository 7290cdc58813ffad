package io.m2mbridge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.testing.CommandRun;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The export of an operation, checked by the script of the page on evidence. */
class ExportCommandTest {
  private static final Pattern SCRIPT = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL);
  private static Bridge bridge;

  @TempDir private Path folder;
  private Path file;
  private String created;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
  }

  @BeforeEach
  void export() {
    System.setProperty("m2m.database.url", bridge.databaseUrl());
    System.setProperty("m2m.database.username", "postgres");
    bridge.sql().sql("TRUNCATE m2m_deliveries, m2m_actions").update();
    created =
        Event.of("operation.created")
            .withText("data.operationId", "op_exported")
            .withText("data.linkId", "lnk_exported")
            .toString();
    bridge.send(created);
    bridge.send(Event.of("link.opened").withText("data.linkId", "lnk_exported").toString());
    bridge.send(Event.of("link.opened").withText("data.linkId", "lnk_other").toString());
    bridge.await("operation.created:op_exported", "done");
    bridge.await("link.opened:lnk_exported", "done");
    file = folder.resolve("op.json");
  }

  @AfterEach
  void restore() {
    System.clearProperty("m2m.database.url");
    System.clearProperty("m2m.database.username");
  }

  private CommandRun write() {
    return CommandRun.of(
        "export", "op_exported", "--out", file.toString(), "--why", "dispute 4711");
  }

  private JsonNode json() throws Exception {
    return new JsonMapper().readTree(file.toFile());
  }

  /** Runs the page's script, and returns its exit code and what it printed. */
  private String verify(String secret) throws Exception {
    Matcher script = SCRIPT.matcher(Files.readString(Path.of("docs", "evidence.md")));
    assertTrue(script.find());
    Path saved = Files.writeString(folder.resolve("verify.mjs"), script.group(1));
    ProcessBuilder node =
        new ProcessBuilder("node", saved.toString(), file.toString()).redirectErrorStream(true);
    node.environment().put("M2M_WEBHOOK_SECRET", secret);
    Process process = node.start();
    String printed = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    return process.exitValue() + "\n" + printed;
  }

  @Test
  void writesWhatTheSignaturesCoverForItsOwnerAlone() throws Exception {
    assertEquals("2 webhooks with all that is known of them: " + file, write().out().strip());
    JsonNode delivery = json().path("deliveries").path(0);
    assertEquals(created, new String(Base64.getDecoder().decode(delivery.path("body").asText())));
    assertEquals(0, delivery.path("missing").size());
    assertEquals("op_exported", json().path("holds").path(0).path("operation_id").asText());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        "0\noperation.created:op_exported: valid\nlink.opened:lnk_exported: valid\n",
        verify("another-secret-of-before, " + Bridge.SECRET));
    assertEquals(
        "1\noperation.created:op_exported: NOT VALID\nlink.opened:lnk_exported: NOT VALID\n",
        verify("another-secret-of-before"));

    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                delivery.path("body").asText(),
                Base64.getEncoder().encodeToString((created + " ").getBytes())));
    assertTrue(verify(Bridge.SECRET).contains("op_exported: NOT VALID"));
  }

  @Test
  void saysWhatIsMissingAndWhoExported() throws Exception {
    bridge
        .sql()
        .sql("UPDATE m2m_deliveries SET body = NULL, body_hash = NULL, signed_timestamp = NULL")
        .update();
    write();
    String missing = json().path("deliveries").path(0).path("missing").toString();
    assertTrue(missing.contains("erased by retention or for a person"), missing);
    assertTrue(missing.contains("a version of the bridge"), missing);
    assertTrue(verify(Bridge.SECRET).startsWith("1\n"));
    assertEquals(
        "export dispute 4711 2",
        bridge
            .sql()
            .sql("SELECT concat_ws(' ', action, reason, affected) FROM m2m_actions")
            .query(String.class)
            .single());
  }

  @Test
  void overwritesNothing() throws Exception {
    Files.writeString(file, "mine");
    CommandRun refused = write();
    assertEquals(1, refused.exitCode());
    assertEquals(
        "m2m-bridge: The file " + file + " exists: name another with --out.",
        refused.err().strip());
    assertEquals("mine", Files.readString(file));
    assertEquals(
        "m2m-bridge: Nothing has the id op_nowhere: write that of an operation, a link, a data request, a user or a delivery.",
        CommandRun.of("export", "op_nowhere").err().strip());
  }
}
