package io.m2mbridge.console.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.event.Hashes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes failed logins wait, without letting strangers keep a user out. A browser that the user has
 * logged in with before is counted by itself alone. Any other login is counted by its address, by
 * address and name, and by its name from everywhere. The last is a guard against guesses from many
 * addresses, so it allows more failures.
 */
final class LoginLimits {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Throttle byBrowser;
  private final Throttle byAddress;
  private final Throttle byAddressAndName;
  private final Throttle byName;

  LoginLimits(Clock clock) {
    byBrowser = new Throttle(clock, 5, MINUTE);
    byAddress = new Throttle(clock, 20, Duration.ofMinutes(15));
    byAddressAndName = new Throttle(clock, 5, MINUTE);
    byName = new Throttle(clock, 50, MINUTE);
  }

  /** A login that has begun. It counts as failed until one of the methods says otherwise. */
  static final class Attempt {
    private final List<Counted> counted;

    private Attempt(List<Counted> counted) {
      this.counted = counted;
    }

    /** The name and the password were right. */
    void succeeded() {
      counted.forEach(Counted::succeeded);
    }

    /** The password wasn't checked. */
    void wasNotMade() {
      counted.forEach(Counted::takeBack);
    }
  }

  /**
   * @param isTheUsers whether nobody else is counted with it, so that a login makes up for all
   *     failures
   */
  private record Counted(Throttle throttle, String key, boolean isTheUsers) {
    void takeBack() {
      throttle.takeBack(key);
    }

    void succeeded() {
      if (isTheUsers) {
        throttle.forget(key);
      } else {
        takeBack();
      }
    }
  }

  /**
   * Begins a login.
   *
   * @param network the address or network that it comes from; null if it tells nothing about who
   *     sends it, as that of a proxy
   * @param browser the number of a browser that the user has logged in with; null for any other
   * @throws RefusedException if it has to wait. Then it is counted nowhere
   */
  Attempt begin(String name, @Nullable String network, @Nullable String browser) {
    List<Counted> counted = counted(sha256(name), network, browser);
    for (int i = 0; i < counted.size(); i++) {
      Duration wait = counted.get(i).throttle().begin(counted.get(i).key());
      if (!wait.isZero()) {
        counted.subList(0, i).forEach(Counted::takeBack);
        throw RefusedException.tooManyFailures(wait.toSeconds() + 1);
      }
    }
    return new Attempt(counted);
  }

  private List<Counted> counted(String name, @Nullable String network, @Nullable String browser) {
    if (browser != null) {
      return List.of(new Counted(byBrowser, browser, true));
    }
    Counted everywhere = new Counted(byName, name, false);
    return network == null
        ? List.of(everywhere)
        : List.of(
            new Counted(byAddress, network, false),
            new Counted(byAddressAndName, network + " " + name, true),
            everywhere);
  }

  /** A name may be a password that was typed in the wrong field. */
  private static String sha256(String name) {
    return Hashes.sha256(name.getBytes(UTF_8));
  }
}
