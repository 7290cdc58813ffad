package io.m2mbridge.server;

import io.m2mbridge.settings.ConfigurationException;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a renewed certificate while the server runs, for connections that are opened from then on.
 * If the new pair is invalid, it logs one warning and keeps the previous pair.
 */
final class TlsRenewal {
  static final Duration CHECK_PERIOD = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(TlsRenewal.class);

  private final TlsFiles files;
  private final RenewableKey key;
  private Found handled;
  private Found last;

  /**
   * Either the content of the files, or the sentence on why they can't be read; the other one is
   * null.
   */
  private record Found(@Nullable KeyCertOptions pair, @Nullable String problem) {}

  /**
   * Creates the renewal.
   *
   * @param files the files to watch
   * @param key receives each new pair
   * @param used the content with which the server was started
   */
  TlsRenewal(TlsFiles files, RenewableKey key, KeyCertOptions used) {
    this.files = files;
    this.key = key;
    handled = new Found(used, null);
    last = handled;
  }

  /**
   * Checks the files, and uses a new content once two checks in a row have found the same.
   * Certificate and key are written one after the other, so the first check may see a mixed pair.
   *
   * @return whether it handled a new content
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
          "the renewed certificate is in use: valid until {}",
          pair.chain().get(0).getNotAfter().toInstant());
    } catch (ConfigurationException e) {
      warn(e.getMessage());
    }
  }

  private static void warn(@Nullable String problem) {
    LOG.warn("the new certificate is invalid, and the previous one stays in use: {}", problem);
  }
}
