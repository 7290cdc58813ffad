package io.m2mbridge.dev;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the argument file for running the commands from source: {@code java @target/m2m-bridge}.
 * It holds the class path. A bridge in the dev profile writes it, because it already has Maven's
 * class path. Maven's own goals for this would first download what only the tests need.
 */
public final class CommandFile {
  static final String NAME = "m2m-bridge";

  private static final String MAIN_CLASS = "io.m2mbridge.Application";
  private static final String FROM_SOURCE = "java @target/" + NAME;
  private static final Logger LOG = LoggerFactory.getLogger(CommandFile.class);

  private CommandFile() {}

  /** Returns the words that start a command of this program, by the way in which it was started. */
  public static String command() {
    String classPath = System.getProperty("java.class.path", "");
    return classes() == null
            && classPath.endsWith(".jar")
            && !classPath.contains(File.pathSeparator)
        ? "java -jar " + Shell.quoted(classPath)
        : FROM_SOURCE;
  }

  /** Writes the file if the program runs from the classes that Maven compiled. */
  static void write() {
    Path classes = classes();
    if (classes == null) {
      return;
    }
    try {
      write(classes, CommandFile.class.getClassLoader());
    } catch (IOException e) {
      LOG.warn(
          "{} can't be written ({}): for send, sign, verify and simulate run mvn package -DskipTests,"
              + " and java -jar target/m2m-bridge.jar",
          classes.resolveSibling(NAME),
          e.getClass().getSimpleName());
    }
  }

  /** Returns {@code target/classes}, or null if the program runs from a jar. */
  private static @Nullable Path classes() {
    CodeSource source = CommandFile.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return null;
    }
    Path path = path(source.getLocation());
    return path != null && Files.isDirectory(path) && path.endsWith(Path.of("target", "classes"))
        ? path
        : null;
  }

  private static @Nullable Path path(URL url) {
    try {
      URI uri = url.toURI();
      return uri.getScheme().equals("file") ? Path.of(uri) : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /**
   * Writes the file next to the classes. It is moved into place whole, because a command may be
   * reading it.
   */
  static Path write(Path classes, @Nullable ClassLoader loader) throws IOException {
    // The java launcher reads the file in this encoding.
    Charset encoding = Charset.forName(System.getProperty("native.encoding", "UTF-8"));
    Path file = classes.resolveSibling(NAME);
    Path written = classes.resolveSibling(NAME + "." + ProcessHandle.current().pid() + ".tmp");
    Files.writeString(written, arguments(loader), encoding);
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    return file;
  }

  private static String arguments(@Nullable ClassLoader loader) {
    String classPath = System.getProperty("java.class.path", "");
    if (loader instanceof URLClassLoader mavens) {
      List<String> paths = new ArrayList<>();
      for (URL url : mavens.getURLs()) {
        Path path = path(url);
        if (path != null) {
          paths.add(path.toString());
        }
      }
      classPath = String.join(File.pathSeparator, paths);
    }
    String quoted = classPath.replace("\\", "\\\\").replace("\"", "\\\"");
    return "-cp\n\"" + quoted + "\"\n" + MAIN_CLASS + "\n";
  }
}
