package io.m2mbridge.dev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandFileTest {
  @TempDir private Path folder;

  private Path classes() throws Exception {
    return Files.createDirectories(folder.resolve("a folder \"of\" theirs/target/classes"));
  }

  private static void assertRuns(Path file) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(java, "@" + file, "sign", "--json", "-")
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), printed);
    assertTrue(printed.contains("sha256="), printed);
  }

  @Test
  void hasTheClassPathOfMavensLoader() throws Exception {
    List<URL> urls = new ArrayList<>();
    // Maven's loader has no blanks or quotes in its way, and this one has.
    Path linked = folder.resolve("target of \"Maven\"");
    Files.createSymbolicLink(linked, Path.of("target").toAbsolutePath());
    urls.add(linked.resolve("classes").toUri().toURL());
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), null)) {
      Path file = CommandFile.write(classes(), loader);

      assertEquals("m2m-bridge", String.valueOf(file.getFileName()));
      assertTrue(Files.readString(file).contains("target of \\\"Maven\\\"/classes:"));
      assertRuns(file);
    }
  }

  @Test
  void hasTheJvmsClassPathOtherwise() throws Exception {
    Path file = CommandFile.write(classes(), ClassLoader.getSystemClassLoader());

    assertRuns(file);
    CommandFile.write(classes(), ClassLoader.getSystemClassLoader());
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertEquals(2, files.count(), "nothing but the classes and the file is left");
    }
  }

  @Test
  void isTheCommandFromSource() {
    assertEquals("java @target/m2m-bridge", CommandFile.command());
  }
}
