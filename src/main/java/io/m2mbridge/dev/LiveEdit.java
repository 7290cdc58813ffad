package io.m2mbridge.dev;

import io.m2mbridge.check.SiteCheck;
import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.Level;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.PropertiesFile;
import io.m2mbridge.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a saved route or setting while the bridge runs in the dev profile. It checks the whole
 * folder first. If anything is wrong, it logs what, and everything runs on as before.
 */
final class LiveEdit {
  private static final Logger LOG = LoggerFactory.getLogger(LiveEdit.class);
  private static final long INTERVAL_MILLIS = 400;

  /** Routes that serve webhooks meanwhile. */
  private static final String WEBHOOKS = "webhook-";

  private final CamelContext context;
  private final String settingsFile;
  private final String pattern;
  private final SavedFiles files;
  private Map<Path, String> seen;
  private Map<Path, String> checked;
  private Map<String, RouteFile> running;
  private Map<String, String> settings;

  LiveEdit(CamelContext context, String settingsFile) {
    this.context = context;
    this.settingsFile = settingsFile;
    this.pattern = new Settings(context).get("camel.main.routesIncludePattern");
    this.files = new SavedFiles(Path.of(settingsFile), pattern);
    this.seen = files.stamps();
    this.checked = seen;
    this.running = files(SiteCheck.read(fresh()));
    this.settings = entries();
  }

  /** Watches the files of a running bridge until it stops. */
  static void watch(CamelContext context) {
    LiveEdit edit = new LiveEdit(context, "application.properties");
    ScheduledExecutorService thread =
        context.getExecutorServiceManager().newSingleThreadScheduledExecutor(edit, "live-edit");
    thread.scheduleWithFixedDelay(
        edit::pollSafely, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void pollSafely() {
    try {
      poll();
    } catch (RuntimeException e) {
      LOG.warn("the edit can't be read: {}", reason(e));
    }
  }

  /** Checks and takes what was saved, once no file has changed since the last call. */
  void poll() {
    Map<Path, String> now = files.stamps();
    boolean isStill = now.equals(seen);
    seen = now;
    if (isStill && !now.equals(checked)) {
      checked = now;
      take();
    }
  }

  private void take() {
    Settings fresh;
    List<Finding> findings;
    Site site;
    try {
      fresh = fresh();
      site = SiteCheck.read(fresh);
      findings = SiteCheck.ofAll(fresh);
    } catch (ConfigurationException e) {
      LOG.warn("{} Nothing was taken; everything runs on as before.", e.getMessage());
      return;
    }
    findings.forEach(finding -> LOG.warn("{}", finding.line()));
    if (findings.stream().anyMatch(each -> each.kind().level() == Level.ERROR)) {
      LOG.warn("the edit was not taken: everything runs on as before");
      return;
    }
    take(files(site), entries());
  }

  private void take(Map<String, RouteFile> saved, Map<String, String> entries) {
    Set<String> keys = changed(settings, entries);
    Set<String> edited =
        changed(texts(running), texts(saved)).stream()
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> restart = new ArrayList<>();
    edited.stream().filter(name -> needsRestart(name, saved)).forEach(restart::add);
    for (String key : keys) {
      Set<String> users =
          saved.entrySet().stream()
              .filter(file -> file.getValue().text().contains("{{" + key))
              .map(Map.Entry::getKey)
              .collect(Collectors.toSet());
      if (users.isEmpty() || users.stream().anyMatch(name -> needsRestart(name, saved))) {
        restart.add(key);
      } else {
        edited.addAll(users);
      }
    }
    if (!restart.isEmpty()) {
      LOG.warn("{}: start the bridge again to take the edit", String.join(", ", restart));
    }
    keys.removeAll(restart);
    edited.removeAll(restart);
    takeSettings(keys, entries);
    for (String name : edited) {
      if (!swap(name, running.get(name), saved.get(name))) {
        takeSettings(keys, settings);
        edited.forEach(each -> restore(each, saved.get(each), running.get(each)));
        return;
      }
    }
    if (!edited.isEmpty()) {
      LOG.info("took {}", String.join(", ", edited));
    }
    // What needs a restart counts as seen, so that it is told once.
    running = saved;
    settings = entries;
  }

  private void takeSettings(Set<String> keys, Map<String, String> entries) {
    Map<String, @Nullable String> changed = new LinkedHashMap<>();
    keys.forEach(key -> changed.put(key, entries.get(key)));
    new Settings(context).take(changed);
  }

  /** Whether a file holds what serves webhooks, or what a running route can't exchange. */
  private boolean needsRestart(String name, Map<String, RouteFile> saved) {
    return Stream.of(running.get(name), saved.get(name))
        .filter(Objects::nonNull)
        .anyMatch(
            file ->
                file.routes().isEmpty()
                    || file.routes().stream()
                        .anyMatch(
                            route -> route.isConfiguration() || route.name().startsWith(WEBHOOKS)));
  }

  private boolean swap(String name, @Nullable RouteFile before, @Nullable RouteFile after) {
    try {
      exchange(before, after);
      return true;
    } catch (Exception e) {
      LOG.warn(
          "{} was not taken: {}; nothing else was, and everything runs on as before",
          name,
          reason(e));
      return false;
    }
  }

  private void restore(String name, @Nullable RouteFile failed, @Nullable RouteFile before) {
    try {
      exchange(failed, before);
    } catch (Exception e) {
      LOG.error(
          "{} doesn't run any more: {}; correct it, and start the bridge again", name, reason(e));
    }
  }

  private void exchange(@Nullable RouteFile before, @Nullable RouteFile after) throws Exception {
    Set<String> ids = ids(after);
    for (String id : ids(before)) {
      if (!ids.contains(id) && context.getRoute(id) != null) {
        context.getRouteController().stopRoute(id);
        context.removeRoute(id);
      }
    }
    load(after);
  }

  private void load(@Nullable RouteFile file) throws Exception {
    if (file != null) {
      PluginHelper.getRoutesLoader(context)
          .updateRoutes(ResourceHelper.fromString(file.path(), file.text()));
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return ConfigurationException.oneLine(String.valueOf(cause.getMessage()));
  }

  private static Set<String> ids(@Nullable RouteFile file) {
    return file == null
        ? Set.of()
        : file.routes().stream().map(Route::name).collect(Collectors.toSet());
  }

  private Settings fresh() {
    Settings fresh = Settings.of("file:" + settingsFile + ";optional=true");
    fresh.override("camel.main.routesIncludePattern", pattern);
    return fresh;
  }

  private Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    PropertiesFile.read(settingsFile)
        .entries()
        .forEach(entry -> entries.put(entry.key(), entry.value()));
    // A variable has priority, whatever the file says.
    entries.keySet().removeIf(key -> System.getenv(Settings.variable(key)) != null);
    return entries;
  }

  private static Map<String, RouteFile> files(Site site) {
    Map<String, RouteFile> files = new TreeMap<>();
    site.files().forEach(file -> files.put(file.path(), file));
    return files;
  }

  private static Map<String, String> texts(Map<String, RouteFile> files) {
    Map<String, String> texts = new TreeMap<>();
    files.forEach((name, file) -> texts.put(name, file.text()));
    return texts;
  }

  private static Set<String> changed(Map<String, String> before, Map<String, String> after) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
    return names;
  }
}
