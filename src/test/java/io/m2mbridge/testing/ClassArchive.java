package io.m2mbridge.testing;

import static java.net.http.HttpResponse.BodyHandlers.discarding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    BridgeProcess.copyRoutes(folder);
    Path draft = folder.resolve("draft.jsa");
    List<String> command = new ArrayList<>(List.of(BridgeProcess.JAVA));
    command.addAll(BridgeProcess.QUICK);
    command.addAll(QUIET);
    command.addAll(List.of("-XX:ArchiveClassesAtExit=" + draft, "-jar", jar.toString()));
    int port = Bridge.freePort();
    Map<String, String> environment =
        Map.of(
            "M2M_WEBHOOK_SECRET",
            Bridge.SECRET,
            "M2M_API_KEY",
            Bridge.API_KEY,
            "M2M_API_BASE_URL",
            "http://127.0.0.1:1",
            "M2M_DATABASE_URL",
            TestPostgres.newDatabase(),
            "M2M_DATABASE_USERNAME",
            "postgres",
            "M2M_DATABASE_PASSWORD",
            "any",
            "M2M_HTTP_HOST",
            "127.0.0.1",
            "M2M_HTTP_PORT",
            String.valueOf(port),
            "M2M_MANAGEMENT_PORT",
            String.valueOf(Bridge.freePort()));
    try (BridgeProcess bridge = BridgeProcess.command(folder, folder, environment, command)) {
      bridge.awaitStarted();
      URI webhooks = URI.create("http://127.0.0.1:" + port + "/webhooks/m2m");
      HttpClient.newHttpClient()
          .send(Webhook.of(Events.of("link.opened").toString()).to(webhooks), discarding());
      bridge.terminate();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    Files.move(draft, archive, StandardCopyOption.REPLACE_EXISTING);
  }
}
