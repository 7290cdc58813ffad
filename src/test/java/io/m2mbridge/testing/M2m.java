package io.m2mbridge.testing;

import io.m2mbridge.testkit.M2mApi;
import io.m2mbridge.testkit.Webhook;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * The stand-in for M2M: an API that replies go to, and a sender of webhooks. It signs each attempt
 * of a webhook, and sends it until it is answered 2xx. The delays between attempts are shorter than
 * M2M's, and it never gives up.
 */
public final class M2m implements AutoCloseable {
  private static final int AT_ONCE = 12;
  private static final List<Integer> DELAYS = List.of(50, 100, 200, 400);

  /** Each sender keeps a connection of its own. */
  private final ThreadLocal<HttpClient> http =
      ThreadLocal.withInitial(
          () -> HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());

  private final M2mApi api = new M2mApi();
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(AT_ONCE);
  private final List<Target> targets;
  private final Map<String, Tally> tallies = new ConcurrentHashMap<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final Queue<Duration> refusals = new ConcurrentLinkedQueue<>();

  /** What was seen of all webhooks of one name. */
  public static final class Tally {
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();

    /** How often it was sent, whatever came of it. */
    public int sent() {
      return sent.get();
    }

    /** How often it was answered 2xx. */
    public int answered() {
      return answered.get();
    }

    /** How often it was answered 2xx as new. */
    public int accepted() {
      return accepted.get();
    }
  }

  /**
   * @param targets where it sends; with several, each attempt goes to another
   */
  public M2m(List<Target> targets) {
    this.targets = targets;
  }

  /** The API that replies go to. */
  public M2mApi api() {
    return api;
  }

  public void send(Collection<Message> messages) {
    unanswered.addAndGet(messages.size());
    messages.forEach(message -> threads.execute(() -> attempt(message, 1)));
  }

  /** Waits until every webhook was answered 2xx. */
  public void awaitAnswered() {
    Awaitility.await("every webhook to be answered 2xx")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> unanswered.get() == 0);
  }

  public int unanswered() {
    return unanswered.get();
  }

  public Map<String, Tally> tallies() {
    return tallies;
  }

  /** Answers that no webhook may be given. */
  public Collection<String> violations() {
    return violations;
  }

  /** Each attempt that wasn't answered 2xx: what came in its place. */
  public Collection<String> failures() {
    return failures;
  }

  /** How long each answer of 503 took. */
  public Collection<Duration> refusals() {
    return refusals;
  }

  private void attempt(Message message, int attempt) {
    Tally tally = tallies.computeIfAbsent(message.name(), name -> new Tally());
    tally.sent.incrementAndGet();
    if (isAnswered(message, attempt, tally)) {
      send(message.then());
      unanswered.decrementAndGet();
    } else {
      int delay = DELAYS.get(Math.min(attempt, DELAYS.size()) - 1);
      threads.schedule(() -> attempt(message, attempt + 1), delay, TimeUnit.MILLISECONDS);
    }
  }

  private boolean isAnswered(Message message, int attempt, Tally tally) {
    Target target = targets.get(Math.floorMod(message.body().hashCode() + attempt, targets.size()));
    boolean serves = target.serves();
    long start = System.nanoTime();
    HttpResponse<String> answer;
    try {
      answer =
          http.get()
              .send(
                  Webhook.of(message.body())
                      .signedAt(Instant.now().minus(message.age()))
                      .to(target.webhooks()),
                  BodyHandlers.ofString());
    } catch (IOException e) {
      failures.add(e + " for " + message.name());
      return false; // nobody there, or no answer
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    if (answer.statusCode() == 200) {
      tally.answered.incrementAndGet();
      if (answer.headers().firstValue("M2M-Bridge-Outcome").orElse("").equals("accepted")) {
        tally.accepted.incrementAndGet();
      }
      return true;
    }
    failures.add(answer.statusCode() + " for " + message.name());
    // A bridge that starts listens before its route is there: M2M sends it again, whatever it
    // reads.
    boolean isTooEarly = answer.statusCode() == 404 && !serves;
    boolean isTryAgain =
        answer.statusCode() == 503 && answer.headers().firstValue("Retry-After").isPresent();
    if (isTryAgain) {
      refusals.add(Duration.ofNanos(System.nanoTime() - start));
    }
    if (!isTooEarly && !isTryAgain) {
      violations.add(answer.statusCode() + " to " + message.name());
    }
    return false;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    api.close();
  }
}
