package io.m2mbridge.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.settings.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files that are written from templates: all of them, or none. */
final class NewFiles {
  private final Path folder;
  private final Map<String, String> names;
  private final Map<Path, String> texts = new LinkedHashMap<>();

  /**
   * @param names what stands in a template as {@code @key@}
   */
  NewFiles(Path folder, Map<String, String> names) {
    this.folder = folder;
    this.names = names;
  }

  /** Returns a template of the jar with the names in it. */
  String fill(String template) {
    try (InputStream file = NewFiles.class.getResourceAsStream("/new/" + template)) {
      if (file == null) {
        throw new IllegalStateException("the jar lacks " + template);
      }
      String text = new String(file.readAllBytes(), UTF_8);
      for (Map.Entry<String, String> name : names.entrySet()) {
        text = text.replace("@" + name.getKey() + "@", name.getValue());
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a file from a template. */
  NewFiles add(String path, String template) {
    texts.put(folder.resolve(path), fill(template));
    return this;
  }

  /** Changes a file that is there. */
  NewFiles change(Path path, String text) {
    texts.put(path, text);
    return this;
  }

  /**
   * Writes the files.
   *
   * @param changed a file that is there and is to be changed; any other must not be there
   * @throws ConfigurationException if a file is there already or can't be written
   */
  void write(Path... changed) {
    for (Path file : texts.keySet()) {
      if (Files.exists(file) && !List.of(changed).contains(file)) {
        throw new ConfigurationException(
            "There is a file " + folder.relativize(file) + " already: choose another name.");
      }
    }
    texts.forEach(NewFiles::write);
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new ConfigurationException(
          file + " can't be written: check that the folder is there and may be written to.");
    }
  }

  /** The written paths, below the folder, a line each. */
  String list() {
    StringBuilder lines = new StringBuilder();
    texts.keySet().forEach(file -> lines.append("  ").append(folder.relativize(file)).append('\n'));
    return lines.toString();
  }
}
