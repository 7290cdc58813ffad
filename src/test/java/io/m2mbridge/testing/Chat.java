package io.m2mbridge.testing;

import io.m2mbridge.testkit.RecordingServer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Stands in for a chat's webhook at {@code /chat}, which refuses what the test says. Any other path
 * is another service of the site's, of which {@code /broken} always fails.
 */
public final class Chat extends RecordingServer {
  private static final Answer TAKEN = json(200, "");
  private static final Answer BROKEN = json(500, "");

  private final List<Request> taken = new CopyOnWriteArrayList<>();
  private volatile Function<Instant, Answer> rule = at -> TAKEN;
  private Instant lastTaken = Instant.EPOCH;

  public Chat() {
    super(TAKEN);
  }

  public String url() {
    return url("/chat");
  }

  public String url(String path) {
    return baseUrl() + path;
  }

  /** Answers 429 to what comes sooner after the last that it took. */
  public void refusesMoreThanOneIn(Duration pause, String retryAfter) {
    rule =
        at -> {
          if (at.isBefore(lastTaken.plus(pause))) {
            return json(429, "", "Retry-After", retryAfter);
          }
          lastTaken = at;
          return TAKEN;
        };
  }

  /** Answers with a date to come back at. */
  public void refusesUntil(Instant until, int status) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(until.plusMillis(999).atOffset(ZoneOffset.UTC));
    Answer refusal = json(status, "", "Retry-After", date);
    rule = at -> at.isBefore(until.minusSeconds(1)) ? refusal : TAKEN;
  }

  public void refusesAll(int status) {
    Answer refusal = json(status, "");
    rule = at -> refusal;
  }

  public void refusesNothing() {
    rule = at -> TAKEN;
  }

  public List<Request> calls(String path) {
    return at(path, requests());
  }

  /** What it was told and took. */
  public List<Request> taken() {
    return taken("/chat");
  }

  public List<Request> taken(String path) {
    return at(path, taken);
  }

  private static List<Request> at(String path, List<Request> requests) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  @Override
  protected synchronized Answer answer(Request request) {
    Answer answer =
        switch (request.path()) {
          case "/chat" -> rule.apply(Instant.now());
          case "/broken" -> BROKEN;
          default -> super.answer(request);
        };
    if (answer == TAKEN) {
      taken.add(request);
    }
    return answer;
  }
}
