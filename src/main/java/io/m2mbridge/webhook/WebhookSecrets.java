package io.m2mbridge.webhook;

import io.m2mbridge.settings.PastedSecret;
import io.m2mbridge.settings.SecretFile;
import io.m2mbridge.settings.WeakSecret;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The active webhook secrets. If they come from a file, a separate thread reads it again every
 * three seconds, so that a new secret needs no restart. If the new content is invalid, the current
 * secrets stay active. The metric {@code m2m_webhook_secret_matches_total} counts the webhooks that
 * each secret signed.
 */
public final class WebhookSecrets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSecrets.class);
  private static final long PERIOD_SECONDS = 3;

  /** After so many unmatched signatures, with no match before, a wrong secret is likely. */
  private static final int UNMATCHED_BEFORE_WARNING = 3;

  private final MeterRegistry metrics;
  private final ScheduledThreadPoolExecutor watcher =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "webhook-secrets");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * The counters by fingerprint. A look-up in the meter registry for each webhook would take
   * longer.
   */
  private final Map<String, Counter> matches = new ConcurrentHashMap<>();

  /**
   * The number of webhooks that no active secret signed. It is no longer counted once one has
   * matched.
   */
  private final AtomicInteger unmatched = new AtomicInteger();

  private volatile boolean matched;
  private volatile @Nullable Signature signature;
  private String secrets = "";
  private String file = "";
  private @Nullable String lastWarning;

  /**
   * Creates an object without secrets.
   *
   * @param metrics the registry for the counters
   */
  public WebhookSecrets(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  /**
   * Sets the active secrets.
   *
   * @param secrets {@code m2m.webhook.secret}
   * @throws IllegalArgumentException if there is no secret, or one has a mistake of pasting
   */
  public void setSecrets(String secrets) {
    PastedSecret.inList(secrets)
        .ifPresent(
            mistake -> {
              throw new IllegalArgumentException("a webhook secret " + mistake);
            });
    Signature next = new Signature(secrets);
    // Create each counter now, so that a secret without a match shows as 0.
    next.fingerprints().forEach(this::matches);
    this.secrets = secrets;
    signature = next;
    unmatched.set(0);
    matched = false;
  }

  /**
   * Sets the file that the secrets come from.
   *
   * @param file {@code m2m.webhook.secret-file}; blank for none
   */
  public void setFile(String file) {
    this.file = file.strip();
  }

  /** Logs which secrets are active, and starts to watch their file. */
  public void start() {
    logActive("active");
    if (!file.isEmpty()) {
      watcher.scheduleWithFixedDelay(this::renew, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Reads the file again, and activates its secrets if they have changed and are valid. */
  void renew() {
    String next;
    try {
      next = SecretFile.read(file);
    } catch (IOException e) {
      warnOnce(String.valueOf(e.getMessage()));
      return;
    }
    List<String> active = Signature.secretsIn(next);
    if (active.equals(Signature.secretsIn(secrets))) {
      lastWarning = null;
    } else if (active.isEmpty()) {
      warnOnce("is empty");
    } else if (PastedSecret.inList(next).isPresent()) {
      warnOnce("has a secret that " + PastedSecret.inList(next).get());
    } else if (active.stream().anyMatch(WeakSecret::isWeak)) {
      warnOnce("has a weak secret");
    } else {
      lastWarning = null;
      setSecrets(next);
      logActive("loaded from the changed file");
    }
  }

  /** Warns of an invalid file, once for each reason. */
  private void warnOnce(String what) {
    if (!what.equals(lastWarning)) {
      lastWarning = what;
      LOG.warn("the webhook secrets stay unchanged: the file {}", what);
    }
  }

  private void logActive(String what) {
    Signature current = signature;
    if (current != null) {
      LOG.info(
          "webhook secrets {}: {}, with the fingerprints {}",
          what,
          current.fingerprints().size(),
          String.join(", ", current.fingerprints()));
    }
  }

  /**
   * Returns the fingerprint of the active secret that signed exactly these bytes, and counts the
   * match.
   *
   * @throws SignatureException if none did
   */
  String signer(@Nullable String timestamp, @Nullable String tag, byte[] body)
      throws SignatureException {
    String malformation = Signature.malformation(timestamp, tag);
    if (malformation != null) {
      throw new SignatureException(malformation);
    }
    Signature current = signature;
    String signer = current == null ? null : current.signer(timestamp, tag, body);
    if (signer != null) {
      matched = true;
      matches(signer).increment();
      return signer;
    }
    if (!matched && unmatched.incrementAndGet() == UNMATCHED_BEFORE_WARNING && current != null) {
      warnOfWrongSecret(current);
    }
    throw new SignatureException("no-secret-matched");
  }

  /**
   * Warns once that the secret is probably wrong. Scanners cause the same refusals, but rarely send
   * a well-formed signature.
   */
  private static void warnOfWrongSecret(Signature current) {
    LOG.warn(
        "the first {} webhooks with a well-formed signature were not signed with any of the webhook"
            + " secrets in use (fingerprints {}): M2M_WEBHOOK_SECRET is probably wrong; the command"
            + " verify of m2m-bridge.jar says what one of them was signed with",
        UNMATCHED_BEFORE_WARNING,
        String.join(", ", current.fingerprints()));
  }

  private Counter matches(String fingerprint) {
    return matches.computeIfAbsent(
        fingerprint, each -> metrics.counter("m2m.webhook.secret.matches", "secret", each));
  }

  @Override
  public void close() {
    watcher.shutdownNow();
  }
}
