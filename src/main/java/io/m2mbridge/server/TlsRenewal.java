package io.m2mbridge.server;

import io.m2mbridge.ConfigurationException;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up a renewed certificate while the server runs, for connections that are made from then on.
 * A pair that is of no use is warned of once, and the one before it kept.
 */
final class TlsRenewal {
  static final Duration LOOK = Duration.ofSeconds(2);
  static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");
  private static final Logger LOG = LoggerFactory.getLogger(TlsRenewal.class);

  private final TlsFiles files;
  private final HttpServer server;
  private Found handled;
  private Found last;

  /** One of the two is null: what the files hold, or the sentence on why they can't be read. */
  private record Found(@Nullable KeyCertOptions pair, @Nullable String problem) {}

  /**
   * @param used what the server was started with
   */
  TlsRenewal(TlsFiles files, HttpServer server, KeyCertOptions used) {
    this.files = files;
    this.server = server;
    handled = new Found(used, null);
    last = handled;
  }

  /** The same twice in a row: certificate and key are written one after the other. */
  synchronized void look() {
    Found found = find();
    boolean isSettled = found.equals(last);
    last = found;
    if (isSettled && !found.equals(handled)) {
      handled = found;
      take(found);
    }
  }

  private Found find() {
    try {
      return new Found(files.read(), null);
    } catch (ConfigurationException e) {
      return new Found(null, e.getMessage());
    }
  }

  private void take(Found found) {
    if (found.pair() == null) {
      warn(found.problem());
      return;
    }
    try {
      X509Certificate certificate = files.check(found.pair());
      server
          .updateSSLOptions(ssl(found.pair()), true)
          .onSuccess(
              updated ->
                  LOG.info(
                      "the renewed certificate is taken up: good until {}",
                      certificate.getNotAfter().toInstant()))
          .onFailure(failure -> warn(failure.getClass().getName()));
    } catch (ConfigurationException e) {
      warn(e.getMessage());
    }
  }

  private static void warn(@Nullable String problem) {
    LOG.warn("the certificate that was in use is kept, as the new one is of no use: {}", problem);
  }

  static SSLOptions ssl(KeyCertOptions pair) {
    return new SSLOptions()
        .setKeyCertOptions(pair)
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setSslHandshakeTimeout(SenderClock.HEADERS.toSeconds());
  }
}
