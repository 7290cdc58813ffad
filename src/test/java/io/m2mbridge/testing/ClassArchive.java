package io.m2mbridge.testing;

import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.util.FileUtil;

/**
 * An archive of the packaged bridge's loaded classes, as the Dockerfile makes one: a start that
 * uses it takes a third less CPU time. A JVM that can't use it ignores it.
 */
final class ClassArchive {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final List<String> QUIET = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");

  private ClassArchive() {}

  /** What makes {@code java -jar m2m-bridge.jar} use the archive, which is made if need be. */
  static synchronized List<String> options(Path jar) {
    Path archive = TARGET.resolve("m2m-bridge-" + Runtime.version().feature() + ".jsa");
    try (FileChannel lock =
        FileChannel.open(
            TARGET.resolve("m2m-bridge.jsa.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      // The test JVMs start at the same time, and one archive is enough.
      lock.lock();
      if (!Files.exists(archive)
          || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0) {
        create(jar, archive);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> options = new ArrayList<>(QUIET);
    options.add("-XX:SharedArchiveFile=" + archive);
    return options;
  }

  /** Trains the archive with a database and one webhook, as the tests use it. */
  private static void create(Path jar, Path archive) throws IOException {
    Path folder = Files.createTempDirectory(TARGET, "class-archive");
    Path draft = folder.resolve("draft.jsa");
    BridgeLauncher launcher =
        BridgeLauncher.packaged(folder, jar)
            .withOptions(QUIET.toArray(String[]::new))
            .withOptions("-XX:ArchiveClassesAtExit=" + draft)
            .withDatabase(TestPostgres.newDatabase());
    try (BridgeProcess bridge = launcher.start()) {
      launcher.send(Event.of("link.opened").toString());
      bridge.terminate();
    }
    Files.move(draft, archive, StandardCopyOption.REPLACE_EXISTING);
    FileUtil.removeDir(folder.toFile());
  }
}
