package io.m2mbridge.check.rule;

import io.m2mbridge.settings.OlderClassNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is on the class path, without a Camel context. */
final class ClassPath {
  private static final String SERVICES = "META-INF/services/org/apache/camel/";
  private static final String COMPONENTS = SERVICES + "component/";

  private ClassPath() {}

  private static ClassLoader loader() {
    @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? ClassPath.class.getClassLoader() : context;
  }

  /** Whether there is a class of that name, or of that name in an earlier release. */
  static boolean hasClass(String name) {
    String current = OlderClassNames.current(name);
    if (loader().getResource(current.replace('.', '/') + ".class") != null) {
      return true;
    }
    // A nested class is written with a dot in Java, and with a $ for the class loader.
    int dot = name.lastIndexOf('.');
    return dot > 0
        && Character.isUpperCase(name.charAt(name.lastIndexOf('.', dot - 1) + 1))
        && hasClass(name.substring(0, dot) + "$" + name.substring(dot + 1));
  }

  /** The class of that name, without running its code; null if it can't be loaded. */
  static @Nullable Class<?> type(String name) {
    try {
      return Class.forName(OlderClassNames.current(name), false, loader());
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }

  /** Whether a component serves the scheme. */
  static boolean hasComponent(String scheme) {
    return loader().getResource(COMPONENTS + scheme) != null;
  }

  /** Whether a language of that name is there, which an expression may be in. */
  static boolean hasLanguage(String name) {
    return loader().getResource(SERVICES + "language/" + name) != null;
  }

  /** Whether a data format of that name is there. */
  static boolean hasDataFormat(String name) {
    return loader().getResource(SERVICES + "dataformat/" + name) != null;
  }

  /** The schemes of all components in jars. */
  static Set<String> components() {
    Set<String> schemes = new TreeSet<>();
    try {
      for (URL folder : Collections.list(loader().getResources(COMPONENTS))) {
        if (folder.openConnection() instanceof JarURLConnection jar) {
          jar.setUseCaches(false);
          try (var file = jar.getJarFile()) {
            file.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.startsWith(COMPONENTS) && !name.endsWith("/"))
                .map(name -> name.substring(COMPONENTS.length()))
                .forEach(schemes::add);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return schemes;
  }
}
