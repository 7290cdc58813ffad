package io.m2mbridge.check;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.finding.SimilarNames.Nearness;
import io.m2mbridge.settings.OlderClassNames;
import io.m2mbridge.settings.PropertiesFile;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The beans that settings make: {@code camel.beans.x = #class:…} and {@code camel.beans.x.y}. */
final class BeanSettings {
  private static final String PREFIX = "camel.beans.";
  private static final String CLASS = "#class:";

  private final Findings findings;
  private final Map<String, Class<?>> beans = new HashMap<>();

  BeanSettings(Findings findings) {
    this.findings = findings;
  }

  /** Checks the settings of a file: each class is there, and has what the settings set. */
  void check(PropertiesFile file) {
    file.entries().forEach(entry -> bean(file, entry));
    file.entries().forEach(entry -> property(file, entry));
  }

  private void bean(PropertiesFile file, PropertiesFile.Entry entry) {
    String value = entry.value().strip();
    boolean isMade = value.contains("#class:") && value.indexOf('#', CLASS.length()) != -1;
    if (!entry.key().startsWith(PREFIX)
        || !value.startsWith(CLASS)
        || isMade // by a method, whose result may be of any class
        || value.contains("{{")) {
      return;
    }
    String name = value.substring(CLASS.length()).replaceFirst("\\(.*", "").strip();
    Class<?> type = type(name);
    if (type != null) {
      beans.put(entry.key().substring(PREFIX.length()), type);
    } else {
      findings.add(
          FindingKind.UNKNOWN_CLASS,
          new Place(file.path(), entry.line(), 0),
          null,
          entry.key() + " names the class " + name + ", which is not on the class path",
          "write its full name with the package, or put its jar into lib/");
    }
  }

  private static @Nullable Class<?> type(String name) {
    try {
      return Class.forName(
          OlderClassNames.current(name), false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      return null;
    } catch (LinkageError e) {
      return Map.class; // it is there, and what it needs can't be told
    }
  }

  private void property(PropertiesFile file, PropertiesFile.Entry entry) {
    String path = entry.key().startsWith(PREFIX) ? entry.key().substring(PREFIX.length()) : "";
    String bean = path.replaceFirst("\\..*", "");
    Class<?> type = beans.get(bean);
    if (type == null || bean.equals(path) || Map.class.isAssignableFrom(type)) {
      return;
    }
    String property = path.substring(bean.length() + 1).replaceFirst("[.\\[].*", "");
    Set<String> known = properties(type);
    if (known.stream().noneMatch(each -> plain(each).equals(plain(property)))) {
      findings.add(
          FindingKind.SETTING_NAME,
          new Place(file.path(), entry.line(), 0),
          null,
          "the class " + type.getSimpleName() + " has no property " + property,
          SimilarNames.nearest(property, known)
              .filter(match -> match.nearness() != Nearness.REMOTE)
              .map(match -> "did you mean " + PREFIX + bean + "." + match.name() + "?")
              .orElse("remove " + entry.key() + ", or write a property that the class has"));
    }
  }

  /** What Camel can set: by a setter or a builder's method, or in what a getter returns. */
  private static Set<String> properties(Class<?> type) {
    Set<String> properties = new TreeSet<>();
    for (Method method : type.getMethods()) {
      String name = method.getName();
      int taken = method.getParameterCount();
      String rest = name.replaceFirst("^(set|get|is|with)(?=[A-Z])", "");
      boolean isPrefixed = !rest.equals(name);
      if (isPrefixed && taken < 3) {
        properties.add(rest.substring(0, 1).toLowerCase(Locale.ROOT) + rest.substring(1));
      } else if (taken == 1) {
        properties.add(name);
      }
    }
    return properties;
  }

  private static String plain(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
  }
}
