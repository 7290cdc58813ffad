package io.m2mbridge.console;

import io.m2mbridge.event.Hashes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scripts and styles, from the class path. Their path has a hash of their content, so browsers may
 * keep them for a year. They need no login.
 */
final class Assets {
  private static final String PATH = "static/";
  private static final int HASH_DIGITS = 12;
  private static final Map<String, String> RESOURCES = resources();

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final String version;

  Assets() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    RESOURCES.forEach(
        (name, resource) -> {
          byte[] content = read(resource);
          files.put(name, content);
          all.writeBytes(content);
        });
    version = Hashes.sha256(all.toByteArray()).substring(0, HASH_DIGITS);
  }

  private static Map<String, String> resources() {
    String webjars = "META-INF/resources/webjars/";
    Map<String, String> resources = new LinkedHashMap<>();
    resources.put("pico.min.css", webjars + "picocss__pico/2.1.1/css/pico.min.css");
    resources.put("htmx.min.js", webjars + "htmx.org/2.0.4/dist/htmx.min.js");
    resources.put("console.css", "console/console.css");
    resources.put("console.js", "console/console.js");
    return resources;
  }

  private static byte[] read(String resource) {
    try (InputStream file = Assets.class.getResourceAsStream("/" + resource)) {
      if (file == null) {
        throw new IllegalStateException("the class path lacks " + resource);
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The path of the files, without a slash at its end. */
  String base() {
    return "/console/" + PATH + version;
  }

  /** Whether a path below {@code /console/} is one of a file. */
  static boolean isAsset(String path) {
    return path.startsWith(PATH);
  }

  /** Returns the answer with a file; empty if there is none at this path. */
  Optional<Answer> answer(String path) {
    byte[] content = files.get(path.replaceFirst("^static/" + version + "/", ""));
    if (content == null) {
      return Optional.empty();
    }
    String type = path.endsWith(".js") ? "text/javascript" : "text/css";
    return Optional.of(
        new Answer(
            200,
            type + "; charset=utf-8",
            content,
            Map.of("Cache-Control", List.of("public, max-age=31536000, immutable"))));
  }
}
