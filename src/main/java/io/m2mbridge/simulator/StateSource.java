package io.m2mbridge.simulator;

import io.m2mbridge.settings.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The source of a receiver's state: a file, or a URL that is read by GET. */
final class StateSource {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** The maximum size in bytes, far beyond the events of a simulator. */
  private static final int MAXIMUM_BYTES = 64 * 1024 * 1024;

  private final String shown;
  private final @Nullable URI url;
  private final Path file;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(TIMEOUT)
          .build();

  private StateSource(String shown, @Nullable URI url, Path file) {
    this.shown = shown;
    this.url = url;
    this.file = file;
  }

  /**
   * Returns the source that {@code --compare} names.
   *
   * @throws ConfigurationException if it is neither a URL nor a path
   */
  static StateSource of(String location) {
    if (WebhookUrl.isOne(location)) {
      URI url = URI.create(location);
      // Omit the parts of the URL that may contain a password.
      String shown =
          url.getScheme()
              + "://"
              + url.getHost()
              + (url.getPort() < 0 ? "" : ":" + url.getPort())
              + url.getRawPath();
      return new StateSource(shown, url, Path.of(""));
    }
    try {
      if (!location.isBlank() && !location.toLowerCase(Locale.ROOT).matches("[a-z]{2,}://.*")) {
        return new StateSource(location, null, Path.of(location));
      }
    } catch (InvalidPathException e) {
      // reported below
    }
    throw new ConfigurationException(
        "--compare must name a file, or a URL such as http://127.0.0.1:3000/state.");
  }

  /** Whether it is a file that doesn't exist yet. */
  boolean isToCome() {
    return url == null && !Files.exists(file);
  }

  /**
   * Reads the receiver's current state.
   *
   * @throws ConfigurationException if it can't be read, or isn't such a document
   */
  ReceiverState read() {
    byte[] json = url == null ? fromFile() : fromUrl(url);
    try {
      return ReceiverState.read(json);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "What --compare names, " + shown + ", " + e.getMessage() + " (see docs/simulator.md).");
    }
  }

  private byte[] fromFile() {
    try (InputStream in = Files.newInputStream(file)) {
      return upToLargest(in);
    } catch (IOException e) {
      throw unreadable(Files.exists(file) ? "the file can't be read" : "there is no such file");
    }
  }

  private byte[] fromUrl(URI asked) {
    HttpRequest request =
        HttpRequest.newBuilder(asked).header("Accept", "application/json").GET().build();
    try {
      return client
          .sendAsync(request, BodyHandlers.ofInputStream())
          .thenApply(this::body)
          .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ConfigurationException refused) {
        throw refused;
      }
      throw unreadable(
          e.getCause() instanceof TimeoutException
              ? "it took more than " + TIMEOUT.toSeconds() + " s"
              : "no HTTP server answers there");
    }
  }

  private byte[] body(HttpResponse<InputStream> answer) {
    try (InputStream in = answer.body()) {
      if (answer.statusCode() != 200) {
        throw unreadable("the answer was " + answer.statusCode());
      }
      return upToLargest(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] upToLargest(InputStream in) throws IOException {
    byte[] read = in.readNBytes(MAXIMUM_BYTES + 1);
    if (read.length > MAXIMUM_BYTES) {
      throw unreadable("it is larger than 64 MiB");
    }
    return read;
  }

  private ConfigurationException unreadable(String why) {
    return new ConfigurationException(
        "The receiver's state can't be read from " + shown + " (" + why + "): check --compare.");
  }
}
