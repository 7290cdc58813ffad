package io.m2mbridge.console.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.m2mbridge.event.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who a request comes from: by the proxy, by HTTP Basic, or by a session. There is no
 * anonymous access.
 */
public final class Access {
  /** The cookie of a session. The prefix makes browsers refuse one that another host has set. */
  public static final String COOKIE = "__Host-m2m-console";

  /** The cookie of a browser that a user has logged in with. It is no login. */
  public static final String KNOWN_BROWSER = KnownBrowser.COOKIE;

  private static final Logger LOG = LoggerFactory.getLogger("m2m.console");
  private static final int MOST_PROGRAMS = 100;
  private static final Duration KNOWN = Duration.ofHours(12);

  private final Users users;
  private final TrustedProxy proxy;
  private final Sessions sessions;
  private final Passwords passwords = new Passwords();
  private final LoginLimits limits;
  private final Consumer<String> results;

  /**
   * Users whose password a program has sent, by the hash of name, password and salt. So a program
   * needs no check each time, and strangers' failures don't make it wait.
   */
  private final Cache<String, Users.User> programs =
      Caffeine.newBuilder().maximumSize(MOST_PROGRAMS).expireAfterAccess(KNOWN).build();

  private final String salt = UUID.randomUUID().toString();

  /**
   * A login that has succeeded.
   *
   * @param session the id of the session, for the cookie {@link #COOKIE}
   * @param browser the value of the cookie {@link #KNOWN_BROWSER}
   */
  public record Login(String session, String browser) {}

  /**
   * @param results takes the result of each login with a password: {@code succeeded}, {@code
   *     failed}, or {@code refused} if it has to wait
   */
  public Access(
      Users users,
      TrustedProxy proxy,
      DataSource dataSource,
      Clock clock,
      Consumer<String> results) {
    this.users = users;
    this.proxy = proxy;
    this.results = results;
    sessions = new Sessions(dataSource);
    limits = new LoginLimits(clock);
  }

  /**
   * Returns who sends the request; empty without a valid login.
   *
   * @throws RefusedException if the proxy names a user who isn't in the file, or a login has to
   *     wait
   */
  public Optional<Viewer> viewer(ConsoleRequest request) {
    Optional<String> named = proxy.user(request);
    if (named.isPresent()) {
      return Optional.of(ofProxy(named.get()));
    }
    Optional<ConsoleRequest.Basic> basic = request.basic();
    if (basic.isPresent()) {
      return program(basic.get(), request).map(Access::viewer);
    }
    return request.cookie(COOKIE).flatMap(id -> ofSession(id, !request.isPoll()));
  }

  private Viewer ofProxy(String name) {
    Users.User user = users.read().get(name);
    if (user == null) {
      throw new RefusedException(
          403,
          "The proxy names a user who is not in the file of m2m.console.users: add the user by the command user add, with --no-password.");
    }
    return viewer(user);
  }

  private Optional<Viewer> ofSession(String id, boolean isSeen) {
    return sessions
        .find(id, isSeen)
        .flatMap(
            session ->
                Optional.ofNullable(users.read().get(session.userName())).filter(session::isOf))
        .map(Access::viewer);
  }

  private Optional<Users.User> program(ConsoleRequest.Basic basic, ConsoleRequest request) {
    String key =
        Hashes.sha256(
            (salt + basic.name() + "\n" + basic.password()).getBytes(StandardCharsets.UTF_8));
    Users.User user = users.read().get(basic.name());
    if (user != null && user.equals(programs.getIfPresent(key))) {
      return Optional.of(user);
    }
    Optional<Users.User> known = check(user, basic.name(), basic.password(), request);
    known.ifPresent(one -> programs.put(key, one));
    return known;
  }

  /**
   * Begins a session.
   *
   * @return empty if the user or the password is wrong
   * @throws RefusedException if the login has to wait
   */
  public Optional<Login> logIn(String name, String password, ConsoleRequest request) {
    return check(users.read().get(name), name, password, request)
        .map(user -> new Login(sessions.begin(user), KnownBrowser.cookie(user)));
  }

  /** Ends the session of the request. */
  public void logOut(ConsoleRequest request) {
    request.cookie(COOKIE).ifPresent(sessions::end);
  }

  private Optional<Users.User> check(
      Users.@Nullable User user, String name, String password, ConsoleRequest request) {
    boolean isRight;
    try {
      isRight = isRight(user, name, password, request);
    } catch (RefusedException e) {
      results.accept("refused");
      throw e;
    }
    String result = isRight ? "succeeded" : "failed";
    results.accept(result);
    LOG.info(
        "login {} user={} address={}",
        result,
        user == null ? "unknown" : user.name(),
        request.remoteAddress());
    return isRight ? Optional.ofNullable(user) : Optional.empty();
  }

  private boolean isRight(
      Users.@Nullable User user, String name, String password, ConsoleRequest request) {
    String browser =
        request
            .cookie(KnownBrowser.COOKIE)
            .flatMap(cookie -> KnownBrowser.number(cookie, user))
            .orElse(null);
    LoginLimits.Attempt attempt = limits.begin(name, network(request.remoteAddress()), browser);
    try {
      boolean isRight = passwords.matches(user, password);
      if (isRight) {
        attempt.succeeded();
      }
      return isRight;
    } catch (RefusedException e) {
      // A password that isn't checked, because too many wait, is no failure.
      attempt.wasNotMade();
      throw e;
    }
  }

  private @Nullable String network(@Nullable String address) {
    return proxy.isAt(address) ? null : TrustedProxy.network(address);
  }

  private static Viewer viewer(Users.User user) {
    return new Viewer(user.name(), user.role());
  }
}
