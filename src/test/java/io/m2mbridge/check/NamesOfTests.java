package io.m2mbridge.check;

import io.m2mbridge.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The names that are known. */
abstract class NamesOfTests {
  @TempDir Path folder;

  @AfterEach
  void clearProperties() {
    System.clearProperty("m2m.webhook.max-ages");
  }

  Path file() {
    return folder.resolve("application.properties");
  }

  List<String> mistakes(String... lines) throws Exception {
    Files.writeString(file(), String.join("\n", lines));
    return MisreadSettings.of(Settings.of("file:" + file()));
  }
}
