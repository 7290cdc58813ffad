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
 * The active webhook secrets. Where they come from a file, it is read again every few seconds, on a
 * thread of its own, so that a new secret needs no restart; a file that is of no use leaves those
 * in force that are. Counts which secret still signs, in {@code m2m_webhook_secret_matches_total}.
 */
public final class WebhookSecrets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSecrets.class);
  private static final long PERIOD_SECONDS = 3;

  /** So many in a row that none of the secrets signed, and none before them. */
  private static final int SUSPICIOUS = 3;

  private final MeterRegistry metrics;
  private final ScheduledThreadPoolExecutor watcher =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "webhook-secrets");
            thread.setDaemon(true);
            return thread;
          });

  /** By fingerprint: a look-up in the registry with each webhook would take longer. */
  private final Map<String, Counter> matches = new ConcurrentHashMap<>();

  /** Of the secrets that are active now; none any more once one of them has matched. */
  private final AtomicInteger unmatched = new AtomicInteger();

  private volatile boolean matched;
  private volatile @Nullable Signature signature;
  private String secrets = "";
  private String file = "";
  private @Nullable String complaint;

  /**
   * @param metrics where matches are counted
   */
  public WebhookSecrets(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  /**
   * Sets the active secrets.
   *
   * @param secrets {@code m2m.webhook.secret}
   * @throws IllegalArgumentException when there is none, or one was pasted with a mistake
   */
  public void setSecrets(String secrets) {
    PastedSecret.inList(secrets)
        .ifPresent(
            mistake -> {
              throw new IllegalArgumentException("a webhook secret " + mistake);
            });
    Signature next = new Signature(secrets);
    // Each is there from the start, so that a secret that nothing matches shows.
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

  /** Says which secrets are active, and watches their file. */
  public void start() {
    say("active");
    if (!file.isEmpty()) {
      watcher.scheduleWithFixedDelay(this::renew, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Reads the file again, and takes over what it holds where that has changed and is of use. */
  void renew() {
    String next;
    try {
      next = SecretFile.read(file);
    } catch (IOException e) {
      complain(String.valueOf(e.getMessage()));
      return;
    }
    List<String> active = Signature.secretsIn(next);
    if (active.equals(Signature.secretsIn(secrets))) {
      complaint = null;
    } else if (active.isEmpty()) {
      complain("is empty");
    } else if (PastedSecret.inList(next).isPresent()) {
      complain("has a secret that " + PastedSecret.inList(next).get());
    } else if (active.stream().anyMatch(WeakSecret::isWeak)) {
      complain("has a weak secret");
    } else {
      complaint = null;
      setSecrets(next);
      say("taken over from the changed file");
    }
  }

  /** Once for each complaint, and not every few seconds. */
  private void complain(String what) {
    if (!what.equals(complaint)) {
      complaint = what;
      LOG.warn("the webhook secrets stay as they were: the file {}", what);
    }
  }

  private void say(String what) {
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
   * Why none of the active secrets signed exactly these bytes, as a fixed word; null where one did,
   * which is counted.
   */
  @Nullable String refusal(@Nullable String timestamp, @Nullable String tag, byte[] body) {
    String malformation = Signature.malformation(timestamp, tag);
    if (malformation != null) {
      return malformation;
    }
    Signature current = signature;
    String signer = current == null ? null : current.signer(timestamp, tag, body);
    if (signer != null) {
      matched = true;
      matches(signer).increment();
      return null;
    }
    if (!matched && unmatched.incrementAndGet() == SUSPICIOUS && current != null) {
      suspect(current);
    }
    return "no-secret-matched";
  }

  /** Once: a wrong secret looks like a scanner, and a scanner has no need of a good signature. */
  private static void suspect(Signature current) {
    LOG.warn(
        "the first {} webhooks with a well-formed signature were signed with none of the webhook"
            + " secrets in use (fingerprints {}): M2M_WEBHOOK_SECRET is probably wrong; the command"
            + " verify of m2m-bridge.jar says what one of them was signed with",
        SUSPICIOUS,
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
