package io.m2mbridge.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.database.Database;
import io.m2mbridge.inbox.Export;
import io.m2mbridge.inbox.OperatorAction;
import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.settings.ConfigurationException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes what is kept of an operation into a file, as evidence. */
@Command(
    name = "export",
    description = {
      "Writes all that is kept of an operation into one file, as evidence.",
      "The file has the webhooks' raw bytes, so it has personal data. Who exported what is recorded."
    },
    mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "<operationId>",
      description = "The operation; its link's webhooks are exported with it.")
  String operation = "";

  @Option(
      names = "--out",
      paramLabel = "<file>",
      description = "The file, which must not exist: <operationId>.json by default.")
  @Nullable Path file;

  @Mixin private final WhyOption why = new WhyOption();

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    DataSource database = Database.reachable(StandaloneSettings.read());
    Inspection inspection = new Inspection(database);
    List<Long> deliveries = inspection.withLinks(ShowCommand.find(inspection, operation));
    Path target =
        file == null ? Path.of(operation.replaceAll("[^A-Za-z0-9._-]", "_") + ".json") : file;
    Export export = new Export(database);
    OperatorAction action = why.action(Map.of("id", operation));
    write(target, () -> export.json(deliveries, action));
    out(deliveries.size() + " webhooks with all that is known of them: " + target);
    return 0;
  }

  /** Leaves no part of a file: the next export would refuse to overwrite it. */
  private static void write(Path file, Supplier<String> json) throws IOException {
    OutputStream out = newFile(file);
    try (out) {
      out.write(json.get().getBytes(UTF_8));
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw new ConfigurationException(
          "The file "
              + file
              + " can't be written, and nothing is left of it: free space on its disk, or name another file with --out.");
    } catch (RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Creates the file so that only its owner may read it, where the file system knows owners. */
  private static OutputStream newFile(Path file) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      return file.getFileSystem().supportedFileAttributeViews().contains("posix")
          ? Channels.newOutputStream(
              Files.newByteChannel(
                  file,
                  options,
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------"))))
          : Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new ConfigurationException("The file " + file + " exists: name another with --out.");
    } catch (IOException e) {
      throw new ConfigurationException(
          "The file " + file + " can't be written: name one in a folder that is there with --out.");
    }
  }

  private void out(String line) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    spec.commandLine().getOut().println(line);
  }
}
