package io.m2mbridge.check.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The project's routes and settings with a site's edits, as the rules read them. */
public final class EditedSite {
  /** Files that were read before: most sites differ in one. */
  private static final Map<String, RouteFile> READ = new ConcurrentHashMap<>();

  private final Map<String, String> files = new TreeMap<>();
  private final Map<String, String> shipped;
  private final Map<String, String> settings = new HashMap<>();
  private final Map<String, String> chosen = new TreeMap<>();
  private final Map<String, String> resources = new HashMap<>();

  public EditedSite() {
    try (Stream<Path> routes = Files.list(Path.of("routes"))) {
      for (Path route : routes.toList()) {
        files.put("routes/" + route.getFileName(), Files.readString(route));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    shipped = Map.copyOf(files);
    Settings.defaults().forEach((key, value) -> settings.put((String) key, (String) value));
  }

  private static String file(String route) {
    return "routes/" + route + ".camel.yaml";
  }

  /** Replaces the only occurrence of a text in the file of a route. */
  EditedSite edit(String route, String before, String after) {
    String text = files.get(file(route));
    int at = text.indexOf(before);
    if (at == -1 || text.indexOf(before, at + 1) != -1) {
      throw new IllegalArgumentException(route + " must have this once: " + before);
    }
    files.put(file(route), text.replace(before, after));
    return this;
  }

  /** Adds a step before or after others: lines in front of the line with this step's id. */
  EditedSite insertBefore(String route, String stepId, String yaml) {
    String[] lines = files.get(file(route)).split("\n", -1);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < lines.length; i++) {
      if (i + 1 < lines.length && lines[i + 1].strip().equals("id: " + stepId)) {
        all.append(yaml.indent(lines[i].indexOf('-')));
      }
      all.append(lines[i]).append('\n');
    }
    return replace(route, all.toString());
  }

  /** Puts lines in place of a step, with all that is in it; with none, removes it. */
  EditedSite putInPlaceOf(String route, String stepId, String yaml) {
    List<String> lines = files.get(file(route)).lines().toList();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      boolean isStep =
          lines.get(i).strip().equals("- id: " + stepId)
              || (i + 1 < lines.size() && lines.get(i + 1).strip().equals("id: " + stepId));
      if (!isStep) {
        all.append(lines.get(i)).append('\n');
        continue;
      }
      int indent = lines.get(i).indexOf('-');
      all.append(yaml.isBlank() ? "" : yaml.indent(indent));
      while (i + 1 < lines.size() && indent(lines.get(i + 1)) > indent) {
        i++;
      }
    }
    return replace(route, all.toString());
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  /** Replaces the whole text of a route's file. */
  public EditedSite replace(String route, String yaml) {
    if (yaml.strip().equals(String.valueOf(files.get(file(route))).strip())) {
      throw new IllegalArgumentException("the edit of " + route + " changes nothing");
    }
    files.put(file(route), yaml);
    return this;
  }

  /** The text of a route's file. */
  String text(String route) {
    return String.valueOf(files.get(file(route)));
  }

  /** Adds a file of a site's own, in the folder of routes. */
  EditedSite with(String route, String yaml) {
    files.put(file(route), yaml);
    return this;
  }

  /** Adds a file by its path, which may be none that Camel loads. */
  EditedSite withFile(String path, String yaml) {
    files.put(path, yaml);
    return this;
  }

  EditedSite without(String route) {
    if (files.remove(file(route)) == null) {
      throw new IllegalArgumentException("there is no " + route);
    }
    return this;
  }

  public EditedSite set(String key, String value) {
    settings.put(key, value);
    chosen.put(key, value);
    return this;
  }

  /** Adds a file that routes name, such as {@code file:sql/ledger.sql}. */
  EditedSite withResource(String uri, String text) {
    resources.put(uri, text);
    return this;
  }

  public Site site() {
    return site(file -> true);
  }

  /** The files that differ from the project's. */
  Site edited() {
    return site(file -> !file.getValue().equals(shipped.get(file.getKey())));
  }

  private Site site(Predicate<Map.Entry<String, String>> isIn) {
    return new Site(
        files.entrySet().stream()
            .filter(isIn)
            .map(
                file ->
                    READ.computeIfAbsent(
                        file.getKey() + file.getValue(),
                        k -> RouteFile.of(file.getKey(), file.getValue())))
            .toList(),
        key -> Optional.ofNullable(settings.get(key)),
        this::resource);
  }

  /** Writes the site into a folder, and reads its settings there as a bridge does. */
  Settings write(Path folder) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling("."));
      Files.writeString(path, file.getValue());
    }
    List<String> lines =
        chosen.entrySet().stream().map(each -> each.getKey() + " = " + each.getValue()).toList();
    Settings written =
        Settings.of("file:" + Files.write(folder.resolve("application.properties"), lines));
    written.override(
        "camel.main.routesIncludePattern", "file:" + folder.resolve("routes/*.camel.yaml"));
    return written;
  }

  private Optional<String> resource(String uri) {
    if (resources.containsKey(uri)) {
      return Optional.of(resources.get(uri));
    }
    String name = uri.startsWith("classpath:") ? uri.substring("classpath:".length()) : "none";
    try (InputStream in = EditedSite.class.getResourceAsStream("/" + name)) {
      return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the rule under test finds, a line each. */
  public List<String> lines() {
    return findings().stream().map(Finding::line).toList();
  }

  /** What the rule under test finds: in {@code XRuleTest} that is {@code XRule} alone. */
  List<Finding> findings() {
    String test =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .map(frame -> frame.getClassName().replaceAll(".*\\.|\\$.*", ""))
                        .filter(name -> name.endsWith("Test"))
                        .findFirst())
            .orElse("");
    List<Rule> own =
        AllRules.LIST.stream()
            .filter(rule -> test.equals(rule.getClass().getSimpleName() + "Test"))
            .toList();
    return Rules.findings(site(), own.isEmpty() ? AllRules.LIST : own);
  }
}
