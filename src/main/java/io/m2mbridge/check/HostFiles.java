package io.m2mbridge.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.settings.HostRoutes;
import io.m2mbridge.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.spi.Resource;

/**
 * Reads the routes of a bridge within another application: the files of its folder, and those of
 * the jar that none of them replaces. The application's other routes are not read.
 */
final class HostFiles {
  private static final String FILE = "file:";
  private static final String FOLDER = "m2m.routes.folder";

  private HostFiles() {}

  /** Whether the settings are of another application that has the bridge as a library. */
  static boolean isHost(Settings settings) {
    return settings.get("m2m.routes.enabled").equals("true");
  }

  /**
   * Reads the files.
   *
   * @param findings where a file is added that the bridge doesn't load
   */
  static List<RouteFile> read(Settings settings, Findings findings) {
    String folder = settings.get(FOLDER);
    Collection<Resource> own = HostRoutes.in(settings.context(), folder);
    List<RouteFile> files = new ArrayList<>();
    for (Map.Entry<String, Resource> file : HostRoutes.of(settings.context(), folder).entrySet()) {
      files.add(RouteFile.of(name(file.getKey(), file.getValue(), folder), text(file.getValue())));
    }
    leftOut(own, findings);
    return files;
  }

  /** A file's path if it lies in a folder, and its place on the class path if it lies in a jar. */
  private static String name(String name, Resource file, String folder) {
    if (isInFolder(file)) {
      return path(file).toString().replace('\\', '/');
    }
    boolean isOfTheBridge = file.getLocation().equals("classpath:routes/" + name);
    return (isOfTheBridge ? "classpath:routes" : folder) + "/" + name;
  }

  private static boolean isInFolder(Resource file) {
    return file.getLocation().startsWith(FILE) && !file.getLocation().contains("!/");
  }

  private static Path path(Resource file) {
    Path path = Path.of(file.getLocation().substring(FILE.length()));
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) ? here.relativize(path) : path;
  }

  private static String text(Resource file) {
    try (InputStream in = file.getInputStream()) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The application may have other YAML there. */
  private static boolean hasRoute(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), UTF_8);
      return !RouteFile.of(file.toString(), text).routes().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void leftOut(Collection<Resource> own, Findings findings) {
    Set<Path> loaded = new HashSet<>();
    Set<Path> folders = new TreeSet<>();
    for (Resource file : own) {
      if (isInFolder(file)) {
        Path path = path(file);
        loaded.add(path);
        folders.add(path.resolveSibling(""));
      }
    }
    for (Path folder : folders) {
      for (Path file : SiteFiles.meantAsRoutes(folder)) {
        if (!loaded.contains(file) && hasRoute(file)) {
          findings.add(
              FindingKind.FILE_NOT_LOADED,
              Place.of(file.toString().replace('\\', '/')),
              null,
              "the bridge doesn't load the file, because it takes *.camel.yaml of "
                  + FOLDER
                  + " alone",
              "name it " + SiteFiles.rightName(folder, file) + ", or move it out of the folder");
        }
      }
    }
  }
}
