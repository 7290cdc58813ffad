package io.m2mbridge.console.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.m2mbridge.event.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
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

  private static final Logger LOG = LoggerFactory.getLogger("m2m.console");
  private static final int MOST_PROGRAMS = 100;
  private static final Duration CHECKED_AGAIN = Duration.ofMinutes(5);

  private final Users users;
  private final TrustedProxy proxy;
  private final Sessions sessions;
  private final Passwords passwords = new Passwords();
  private final Throttle byUser;
  private final Throttle byAddress;

  /** Users whose password a program has just sent, by the hash of name, password and salt. */
  private final Cache<String, Users.User> programs =
      Caffeine.newBuilder().maximumSize(MOST_PROGRAMS).expireAfterWrite(CHECKED_AGAIN).build();

  private final String salt = UUID.randomUUID().toString();

  public Access(Users users, TrustedProxy proxy, DataSource dataSource, Clock clock) {
    this(
        users,
        proxy,
        dataSource,
        new Throttle(clock, 5, Duration.ofMinutes(1)),
        new Throttle(clock, 20, Duration.ofMinutes(15)));
  }

  Access(
      Users users, TrustedProxy proxy, DataSource dataSource, Throttle byUser, Throttle byAddress) {
    this.users = users;
    this.proxy = proxy;
    sessions = new Sessions(dataSource);
    this.byUser = byUser;
    this.byAddress = byAddress;
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
   * @return its id, for the cookie; empty if the user or the password is wrong
   * @throws RefusedException if this user or this address has to wait
   */
  public Optional<String> logIn(String name, String password, ConsoleRequest request) {
    return check(users.read().get(name), name, password, request).map(sessions::begin);
  }

  /** Ends the session of the request. */
  public void logOut(ConsoleRequest request) {
    request.cookie(COOKIE).ifPresent(sessions::end);
  }

  private Optional<Users.User> check(
      Users.@Nullable User user, String name, String password, ConsoleRequest request) {
    String userKey = Hashes.sha256(name.getBytes(StandardCharsets.UTF_8));
    String address =
        proxy.isAt(request.remoteAddress()) ? null : TrustedProxy.network(request.remoteAddress());
    // An address that has to wait must not make a user wait.
    if (address != null) {
      refuseEarly(byAddress.begin(address));
    }
    Duration wait = byUser.begin(userKey);
    if (!wait.isZero()) {
      takeBack(byAddress, address);
    }
    refuseEarly(wait);
    boolean isRight = matches(user, password, userKey, address);
    if (isRight) {
      byUser.forget(userKey);
      takeBack(byAddress, address);
    }
    LOG.info(
        "login {} user={} address={}",
        isRight ? "succeeded" : "failed",
        user == null ? "unknown" : user.name(),
        request.remoteAddress());
    return isRight ? Optional.ofNullable(user) : Optional.empty();
  }

  /** A password that isn't checked, because too many wait, is no failure. */
  private boolean matches(
      Users.@Nullable User user, String password, String userKey, @Nullable String address) {
    try {
      return passwords.matches(user, password);
    } catch (RefusedException e) {
      byUser.takeBack(userKey);
      takeBack(byAddress, address);
      throw e;
    }
  }

  private static void takeBack(Throttle throttle, @Nullable String key) {
    if (key != null) {
      throttle.takeBack(key);
    }
  }

  private static void refuseEarly(Duration wait) {
    if (!wait.isZero()) {
      throw new RefusedException(
          429, "Too many failed logins: try again in " + (wait.toSeconds() + 1) + " seconds.");
    }
  }

  private static Viewer viewer(Users.User user) {
    return new Viewer(user.name(), user.role());
  }
}
