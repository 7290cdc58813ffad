package io.m2mbridge.server;

import io.m2mbridge.settings.ConfigurationException;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up a renewed certificate while the server runs, for connections that are made from then on.
 * A pair that is of no use is warned of once, and the one before it kept.
 */
final class TlsRenewal {
  static final Duration LOOK = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(TlsRenewal.class);

  private final TlsFiles files;
  private final RenewableKey key;
  private Found handled;
  private Found last;

  /** One of the two is null: what the files hold, or the sentence on why they can't be read. */
  private record Found(@Nullable KeyCertOptions pair, @Nullable String problem) {}

  /**
   * @param used what the server was started with
   */
  TlsRenewal(TlsFiles files, RenewableKey key, KeyCertOptions used) {
    this.files = files;
    this.key = key;
    handled = new Found(used, null);
    last = handled;
  }

  /**
   * Acts once it sees the same twice in a row: certificate and key are written one after the other.
   *
   * @return whether it did
   */
  synchronized boolean look() {
    Found found = find();
    boolean isSettled = found.equals(last);
    last = found;
    if (isSettled && !found.equals(handled)) {
      handled = found;
      take(found);
      return true;
    }
    return false;
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
      TlsFiles.Pair pair = files.check(found.pair());
      key.show(pair);
      LOG.info(
          "the renewed certificate is taken up: good until {}",
          pair.chain().get(0).getNotAfter().toInstant());
    } catch (ConfigurationException e) {
      warn(e.getMessage());
    }
  }

  private static void warn(@Nullable String problem) {
    LOG.warn("the certificate that was in use is kept, as the new one is of no use: {}", problem);
  }
}
