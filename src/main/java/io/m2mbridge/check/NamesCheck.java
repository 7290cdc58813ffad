package io.m2mbridge.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.settings.KnownSettings;
import io.m2mbridge.settings.PropertiesFile;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.settings.SettingsComponent;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/**
 * Checks the name of every setting that is set: something must read it. It covers files, variables
 * and properties.
 */
final class NamesCheck {
  private static final List<String> ROUTES =
      List.of("camel.main.routesIncludePattern", "camel.main.routes-include-pattern");

  private final CamelContext context;
  private final PropertiesComponent properties;
  private final UnknownSettings unknown;

  private NamesCheck(CamelContext context, boolean isAlone) {
    this.context = context;
    this.properties = context.getPropertiesComponent();
    KnownSettings known = KnownSettings.with(texts());
    this.unknown =
        new UnknownSettings(known, (name, meant) -> !isAlone && isReadAs(name, known.keyOf(meant)));
  }

  /**
   * Whether the application reads a name as another one's value, as Spring Boot's relaxed binding
   * does.
   */
  private boolean isReadAs(String name, String key) {
    String value = System.getenv(name);
    if (value == null) {
      value = properties.resolveProperty(name).orElse("");
    }
    return !value.isEmpty() && value.equals(properties.resolveProperty(key).orElse(""));
  }

  /**
   * Returns one sentence on each wrong name in the files, environment variables and system
   * properties.
   */
  static List<String> mistakes(CamelContext context) {
    NamesCheck check = new NamesCheck(context, true);
    check.inFiles();
    check.inSurroundings();
    return check.unknown.mistakes();
  }

  /**
   * Like {@link #mistakes}, within another application. Its own code may read names with the same
   * prefix.
   */
  static List<String> mistakesWithin(CamelContext context) {
    NamesCheck check = new NamesCheck(context, false);
    check.unknown.amongProperties(check.properties.loadProperties().stringPropertyNames());
    check.inSurroundings();
    return check.unknown.mistakes();
  }

  private void inFiles() {
    Set<String> others = new HashSet<>(properties.loadProperties().stringPropertyNames());
    for (PropertiesFile file : SettingsComponent.filesOf(context)) {
      unknown.areSet(keys(file));
      unknown.in(file);
      others.removeAll(keys(file));
    }
    unknown.among(others);
  }

  private static Set<String> keys(PropertiesFile file) {
    Set<String> keys = new HashSet<>();
    file.entries().forEach(entry -> keys.add(entry.key()));
    return keys;
  }

  private void inSurroundings() {
    Set<String> names = System.getProperties().stringPropertyNames();
    unknown.areSet(names);
    unknown.areSet(System.getenv().keySet());
    unknown.amongVariables(System.getenv());
    unknown.amongProperties(names);
  }

  /**
   * Returns the texts that may name a site's own settings: its routes and the values of all
   * settings.
   */
  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    Properties all = properties.loadProperties();
    all.stringPropertyNames().forEach(key -> texts.add(all.getProperty(key)));
    patterns().forEach(pattern -> texts.addAll(files(pattern)));
    return texts;
  }

  private Stream<String> patterns() {
    Settings settings = new Settings(context);
    String folder = settings.get("m2m.routes.folder");
    return Stream.concat(
            ROUTES.stream().flatMap(key -> Stream.of(settings.get(key).split(","))),
            Stream.of(folder.isEmpty() ? "" : folder + "/*.camel.yaml"))
        .filter(pattern -> !pattern.isBlank());
  }

  /** Skips what can't be found or read: later checks report it. */
  private List<String> files(String pattern) {
    List<String> texts = new ArrayList<>();
    try {
      for (Resource file :
          PluginHelper.getPackageScanResourceResolver(context).findResources(pattern.strip())) {
        try (InputStream in = file.getInputStream()) {
          texts.add(new String(in.readAllBytes(), UTF_8));
        }
      }
    } catch (IOException e) {
      return texts;
    } catch (Exception e) {
      throw RuntimeCamelException.wrapRuntimeException(e);
    }
    return texts;
  }
}
