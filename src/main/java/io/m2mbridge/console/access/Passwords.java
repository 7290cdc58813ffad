package io.m2mbridge.console.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCrypt;

/** Hashes and checks passwords by bcrypt, which takes much of a processor on purpose. */
public final class Passwords {
  /** bcrypt ignores what follows these bytes, or refuses it. */
  private static final int MOST_BYTES = 72;

  private static final int LEAST_CHARACTERS = 12;
  private static final int COST = 12;
  private static final long WAIT_SECONDS = 3;

  /** Strangers may cause checks, and webhooks need the processors. */
  private final Semaphore oneAtATime = new Semaphore(1);

  /** A hash that no password has. */
  private final String nobodys;

  /** Creates the checks. */
  public Passwords() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    nobodys = hash(HexFormat.of().formatHex(random));
  }

  /** Returns the hash of a password, for the file of users. */
  public static String hash(String password) {
    return BCrypt.hashpw(password, BCrypt.gensalt(COST));
  }

  /** Returns what is wrong with a new password, as the rest of a sentence; null if it is fine. */
  public static @Nullable String mistake(String password) {
    if (password.codePointCount(0, password.length()) < LEAST_CHARACTERS) {
      return "has fewer than " + LEAST_CHARACTERS + " characters: take a longer one.";
    }
    if (password.getBytes(UTF_8).length > MOST_BYTES) {
      return "has more than "
          + MOST_BYTES
          + " bytes, which bcrypt can't tell apart: take a shorter"
          + " one.";
    }
    return password.chars().anyMatch(c -> c < ' ' || c == 0x7f)
        ? "has a control character: leave it out."
        : null;
  }

  /**
   * Checks a password. An unknown user takes the same time as a wrong password.
   *
   * @param user null if there is no such user
   * @throws RefusedException if too many checks wait already
   */
  boolean matches(Users.@Nullable User user, String password) {
    boolean canMatch =
        user != null
            && !user.hash().equals(Users.NO_PASSWORD)
            && password.getBytes(UTF_8).length <= MOST_BYTES;
    String hash = canMatch && user != null ? user.hash() : nobodys;
    return check(canMatch ? password : "", hash) && canMatch;
  }

  private boolean check(String password, String hash) {
    try {
      if (!oneAtATime.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new RefusedException(503, "Too many logins at this moment: try again.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException(503, "The bridge is stopping.");
    }
    try {
      return BCrypt.checkpw(password, hash);
    } finally {
      oneAtATime.release();
    }
  }
}
