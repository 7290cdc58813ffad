package io.m2mbridge.console.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.event.Hashes;
import io.m2mbridge.jdbc.Sql;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The sessions of the console, in the database, so that any node serves them. It has only the
 * SHA-256 of a session's id. A session ends after 30 minutes without a request, after 12 hours, and
 * at once when the user's line in the file changes.
 */
final class Sessions {
  private static final int ID_BYTES = 32;

  private final JdbcClient jdbc;
  private final SecureRandom random = new SecureRandom();

  Sessions(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
  }

  /** The user of a session, and the user's line at the login. */
  record Session(String userName, String line) {
    /** Whether the user's line is still the one of the login. */
    boolean isOf(Users.User user) {
      return user.name().equals(userName) && line.equals(lineOf(user));
    }
  }

  /** Begins a session, and returns its id. */
  String begin(Users.User user) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    jdbc.sql(Sql.named("console-session-expired")).update();
    jdbc.sql(Sql.named("console-session-begun"))
        .param("session", sha256(id))
        .param("user", user.name())
        .param("line", lineOf(user))
        .update();
    return id;
  }

  /**
   * Finds a session that has not ended.
   *
   * @param isSeen whether a person made the request, which makes the session last
   */
  Optional<Session> find(String id, boolean isSeen) {
    Optional<Session> found =
        jdbc.sql(Sql.named("console-session-find"))
            .param("session", sha256(id))
            .query((row, number) -> new Session(row.getString(1), row.getString(2)))
            .optional();
    if (found.isPresent() && isSeen) {
      jdbc.sql(Sql.named("console-session-seen")).param("session", sha256(id)).update();
    }
    return found;
  }

  /** Ends a session. */
  void end(String id) {
    jdbc.sql(Sql.named("console-session-ended")).param("session", sha256(id)).update();
  }

  private static String lineOf(Users.User user) {
    return sha256(user.role() + " " + user.hash());
  }

  private static String sha256(String text) {
    return Hashes.sha256(text.getBytes(UTF_8));
  }
}
