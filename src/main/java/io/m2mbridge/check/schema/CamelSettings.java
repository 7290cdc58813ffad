package io.m2mbridge.check.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.finding.SimilarNames.Nearness;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The names of Camel's own settings, by the descriptions that Camel's jars have of them: of {@code
 * camel.main} and its like, and of {@code camel.component}.
 */
public final class CamelSettings {
  private static final String PREFIX = "camel.";
  private static final String COMPONENT = "camel.component.";
  private static final String DESCRIPTION = "META-INF/camel-main-configuration-metadata.json";

  /** Groups that the description doesn't have, because their options have free names. */
  private static final Set<String> FREE =
      Set.of(
          "beans", "component", "dataformat", "kamelet", "language", "routeTemplate", "variable");

  /** What each component has, and its description doesn't name. */
  private static final Set<String> COMMON =
      Set.of(
          "autowiredenabled", "bridgeerrorhandler", "lazystartproducer", "customizer", "enabled");

  private final Predicate<String> isBean;
  private final ComponentDescriptions components = new ComponentDescriptions();
  private @Nullable Map<String, Map<String, Boolean>> groups;

  /**
   * @param isBean whether a bean has a name: a component may be one
   */
  public CamelSettings(Predicate<String> isBean) {
    this.isBean = isBean;
  }

  /**
   * Returns what is wrong with the name of a setting: a clause, and the name that was meant.
   *
   * @param meant the name in full; null if none is similar
   */
  public record Unknown(String problem, @Nullable String meant) {}

  /** Returns why Camel doesn't know a setting; empty if it does, or if that can't be told. */
  public Optional<Unknown> unknown(String key) {
    if (!key.startsWith(PREFIX)) {
      return Optional.empty();
    }
    return key.startsWith(COMPONENT) ? component(key) : group(key);
  }

  private Optional<Unknown> component(String key) {
    String[] parts = key.substring(COMPONENT.length()).split("\\.", 2);
    JsonNode description = components.of(parts[0]).orElse(null);
    if (description == null) {
      return isBean.test(parts[0])
          ? Optional.empty()
          : Optional.of(
              new Unknown("no component of the name " + parts[0] + " is on the class path", null));
    }
    Map<String, Boolean> options = new TreeMap<>();
    description
        .path("componentProperties")
        .properties()
        .forEach(each -> options.put(each.getKey(), isOpen(each.getValue())));
    return parts.length == 1
        ? Optional.empty()
        : option(COMPONENT + parts[0] + ".", parts[1], options);
  }

  private Optional<Unknown> group(String key) {
    Map<String, Map<String, Boolean>> known = groups();
    String group =
        known.keySet().stream()
            .filter(each -> plain(key).startsWith(plain(each) + "."))
            .max((one, other) -> Integer.compare(one.length(), other.length()))
            .orElse(null);
    if (group != null) {
      String[] parts = key.split("\\.", group.split("\\.").length + 1);
      return option(group + ".", parts[parts.length - 1], known.getOrDefault(group, Map.of()));
    }
    String name = key.substring(PREFIX.length()).replaceFirst("[.\\[].*", "");
    Set<String> names = new TreeSet<>(FREE);
    known
        .keySet()
        .forEach(each -> names.add(each.substring(PREFIX.length()).replaceFirst("\\..*", "")));
    if (names.stream().anyMatch(each -> plain(each).equals(plain(name)))) {
      return Optional.empty();
    }
    return SimilarNames.nearest(name, names)
        .filter(match -> match.nearness() == Nearness.MISSPELT)
        .map(
            match ->
                new Unknown(
                    "Camel has no settings that begin with " + PREFIX + name,
                    PREFIX + match.name() + key.substring(PREFIX.length() + name.length())));
  }

  private static Optional<Unknown> option(
      String prefix, String option, Map<String, Boolean> options) {
    String first = plain(option.replaceFirst("[.\\[].*", ""));
    boolean isWhole = !option.matches(".*[.\\[].*");
    boolean isKnown =
        COMMON.contains(first)
            || options.entrySet().stream()
                .anyMatch(
                    each ->
                        plain(each.getKey()).equals(plain(option))
                            || (plain(each.getKey()).equals(first)
                                && (isWhole || each.getValue())));
    if (isKnown) {
      return Optional.empty();
    }
    return Optional.of(
        new Unknown(
            "Camel has no setting " + prefix + option,
            SimilarNames.nearest(option, new ArrayList<>(options.keySet()))
                .filter(match -> match.nearness() != Nearness.REMOTE)
                .map(match -> prefix + match.name())
                .orElse(null)));
  }

  /** The options of each group, and whether an option may have others below it. */
  private Map<String, Map<String, Boolean>> groups() {
    Map<String, Map<String, Boolean>> read = groups;
    if (read == null) {
      read = read();
      groups = read;
    }
    return read;
  }

  private static Map<String, Map<String, Boolean>> read() {
    Map<String, Map<String, Boolean>> read = new TreeMap<>();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream in = loader.getResourceAsStream(DESCRIPTION)) {
      JsonNode description =
          new ObjectMapper().readTree(in == null ? InputStream.nullInputStream() : in);
      for (JsonNode property : description.path("properties")) {
        String name = property.path("name").asText();
        int dot = name.lastIndexOf('.');
        read.computeIfAbsent(name.substring(0, dot), any -> new TreeMap<>())
            .put(name.substring(dot + 1), isOpen(property));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read;
  }

  private static boolean isOpen(JsonNode property) {
    return List.of("object", "array").contains(property.path("type").asText());
  }

  /** Camel reads a name in any case, and with hyphens. */
  private static String plain(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
  }
}
