package io.m2mbridge.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.settings.ShippedRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.util.AntPathMatcher;

/** Reads the files of routes that the settings of a bridge name, and those that they leave out. */
final class SiteFiles {
  private static final String FILE = "file:";
  private static final String CLASSPATH = "classpath:";

  private static final String YAML = "(?i).*\\.ya?ml";

  /** More files than this aren't misnamed: the pattern is the mistake. */
  private static final int MISNAMED = 3;

  /** Files that were probably meant as files of routes. */
  private static final String MEANT = "(?i).*(\\.ya?ml(\\.txt)?|\\.camel)";

  /** Settings by which Camel finds routes and beans in Java. */
  private static final List<String> OTHER_SOURCES =
      List.of("camel.main.routesBuilders", "camel.main.basePackageScan");

  private final Settings settings;
  private final Map<Path, RouteFile> loaded = new TreeMap<>();
  private final Set<Path> folders = new TreeSet<>();

  private SiteFiles(Settings settings) {
    this.settings = settings;
  }

  /**
   * Reads the files below the working directory.
   *
   * @param findings where a file that Camel doesn't load is added
   */
  static Site read(Settings settings, Findings findings) {
    SiteFiles files = new SiteFiles(settings);
    List<RouteFile> all =
        HostFiles.isHost(settings) ? HostFiles.read(settings, findings) : files.inFolders(findings);
    all.addAll(files.former(all));
    return new Site(all, files::setting, files::resource);
  }

  private List<RouteFile> inFolders(Findings findings) {
    for (String pattern : settings.get("camel.main.routesIncludePattern").split(",")) {
      if (pattern.strip().startsWith(FILE)) {
        load(Path.of(pattern.strip().substring(FILE.length())));
      }
    }
    folders.forEach(folder -> leftOut(folder, findings));
    return new ArrayList<>(loaded.values());
  }

  /** Whether Camel takes no route or bean but from YAML files of folders. */
  static boolean isWhole(Settings settings) {
    return OTHER_SOURCES.stream().allMatch(key -> settings.get(key).isEmpty())
        && Stream.of(settings.get("camel.main.routesIncludePattern").split(","))
            .allMatch(pattern -> pattern.strip().matches("file:.*\\.ya?ml"));
  }

  /** The routes of the jar that a site's older copies call. */
  private List<RouteFile> former(List<RouteFile> files) {
    List<RouteFile> former = new ArrayList<>();
    for (String name : ShippedRoutes.FORMER.keySet()) {
      boolean isNamed = files.stream().anyMatch(file -> file.text().contains(name));
      boolean isThere =
          files.stream().flatMap(file -> file.routes().stream()).anyMatch(route -> route.is(name));
      if (isNamed && !isThere) {
        String path = ShippedRoutes.former(name);
        resource(CLASSPATH + path).ifPresent(text -> former.add(RouteFile.of(path, text)));
      }
    }
    return former;
  }

  private void load(Path pattern) {
    Path folder = pattern.getParent() == null ? Path.of("") : pattern.getParent();
    if (!Files.isDirectory(folder)) {
      return; // RoutesFolder reports it
    }
    folders.add(folder);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, String.valueOf(pattern.getFileName()))) {
      for (Path file : files) {
        if (isExcluded(file) || !name(file).matches(YAML)) {
          continue; // or a route in XML or Java
        }
        loaded.putIfAbsent(file, RouteFile.of(name(file), text(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isExcluded(Path file) {
    return Stream.of(settings.get("camel.main.routesExcludePattern").split(","))
        .map(pattern -> pattern.strip().replaceFirst("^file:", ""))
        .anyMatch(pattern -> AntPathMatcher.INSTANCE.match(pattern, name(file)));
  }

  /** An old editor's Latin-1 is read as Camel reads it, with marks in place of letters. */
  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), UTF_8);
  }

  private static String name(Path file) {
    return file.toString().replace('\\', '/');
  }

  private void leftOut(Path folder, Findings findings) {
    List<Path> files =
        meantAsRoutes(folder).stream()
            .filter(file -> !loaded.containsKey(file) && !isExcluded(file))
            .toList();
    if (files.size() > MISNAMED) {
      findings.add(
          FindingKind.FILE_NOT_LOADED,
          Place.of("application.properties"),
          null,
          "camel.main.routesIncludePattern leaves out "
              + files.size()
              + " files in "
              + folder
              + ", such as "
              + name(files.get(0)),
          "remove the setting, or add file:" + folder + "/*.camel.yaml");
      return;
    }
    for (Path file : files) {
      findings.add(
          FindingKind.FILE_NOT_LOADED,
          Place.of(name(file)),
          null,
          "Camel doesn't load the file, because camel.main.routesIncludePattern doesn't match it",
          "name it "
              + rightName(folder, file)
              + ", add a pattern for it, or move it out of the folder");
    }
  }

  /** Whether the pattern of the files, and no single name, is the mistake. */
  static boolean leavesOutMany(Findings findings) {
    return findings.has(FindingKind.FILE_NOT_LOADED, Place.of("application.properties"));
  }

  /** The files in a folder and below it that were probably meant as files of routes. */
  static List<Path> meantAsRoutes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> name(file).matches(MEANT) && Files.isRegularFile(file)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The path that a file of routes should have. */
  static String rightName(Path folder, Path file) {
    return folder
        + "/"
        + String.valueOf(file.getFileName()).replaceAll("(?i)(\\.camel)?(\\.ya?ml(\\.txt)?)?$", "")
        + ".camel.yaml";
  }

  private Optional<String> setting(String key) {
    try {
      return settings.find(key);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a placeholder in its value has no value
    }
  }

  private Optional<String> resource(String uri) {
    try {
      if (uri.startsWith(CLASSPATH)) {
        String name = uri.substring(CLASSPATH.length()).replaceFirst("^/+", "");
        try (InputStream in = settings.context().getClassResolver().loadResourceAsStream(name)) {
          return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), UTF_8));
        }
      }
      Path file = Path.of(uri.startsWith(FILE) ? uri.substring(FILE.length()) : uri);
      return Files.isRegularFile(file) ? Optional.of(text(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // it can't be read, as if it weren't there
    }
  }
}
