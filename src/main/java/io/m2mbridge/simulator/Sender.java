package io.m2mbridge.simulator;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends webhooks as M2M does, without following redirects. */
final class Sender {
  private final Duration timeout;
  private final HttpClient client;

  /**
   * Creates a sender.
   *
   * @param timeout the timeout for an answer, including the connection
   */
  Sender(Duration timeout) {
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  /**
   * The result of one copy.
   *
   * @param status the HTTP status; null if there was no answer
   * @param millis the duration in milliseconds
   * @param outcome the outcome that m2m-bridge reports; null if the receiver isn't a bridge
   * @param failure why there was no answer, and what to check; null if there was one
   */
  record Answer(
      @Nullable Integer status, long millis, @Nullable String outcome, @Nullable String failure) {
    boolean isSuccess() {
      return status != null && status >= 200 && status < 300;
    }
  }

  /** Sends copies at the same time, and waits for all answers. */
  List<Answer> send(HttpRequest request, int copies) {
    List<CompletableFuture<Answer>> answers =
        Stream.generate(() -> send(request)).limit(copies).toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private CompletableFuture<Answer> send(HttpRequest request) {
    long start = System.nanoTime();
    return client
        .sendAsync(request, BodyHandlers.discarding())
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (response, thrown) -> {
              long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
              return thrown == null
                  ? answered(response, millis)
                  : new Answer(null, millis, null, failure(thrown, request.uri()));
            });
  }

  private static Answer answered(HttpResponse<?> response, long millis) {
    String outcome = response.headers().firstValue("M2M-Bridge-Outcome").orElse(null);
    return new Answer(response.statusCode(), millis, outcome, null);
  }

  private String failure(Throwable thrown, URI url) {
    String origin = url.getScheme() + "://" + url.getRawAuthority();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "There is no host " + url.getHost() + ": check --url.";
      }
      if (cause instanceof SSLException) {
        return "TLS with "
            + origin
            + " failed: check its certificate, and whether it speaks https.";
      }
      if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
        return "No answer came within "
            + timeout.toMillis()
            + " ms: check whether the receiver hangs, and --timeout.";
      }
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException) {
        return "Nothing answers at " + origin + ": start the receiver, or check --url.";
      }
    }
    return "The connection to " + origin + " broke: check whether it speaks HTTP.";
  }
}
