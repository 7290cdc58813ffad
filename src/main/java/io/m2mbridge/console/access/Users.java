package io.m2mbridge.console.access;

import io.m2mbridge.settings.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The file of users, {@code m2m.console.users}: a line for each, with name, role and bcrypt hash.
 * It is read at each login and request, so a change counts at once.
 */
public final class Users {
  /** The hash of a user who can't log in with a password, but by the proxy alone. */
  public static final String NO_PASSWORD = "-";

  /** The setting that names the file. */
  public static final String SETTING = "m2m.console.users";

  private static final String NAMED = SETTING + " (M2M_CONSOLE_USERS)";
  private static final long MOST_BYTES = 262_144;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  /** Another cost would take another time, which tells whether a user is known. */
  private static final Pattern HASH = Pattern.compile("-|\\$2[aby]\\$12\\$[./A-Za-z0-9]{53}");

  private static final Set<PosixFilePermission> FORBIDDEN =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Path file;

  public Users(Path file) {
    this.file = file;
  }

  /**
   * A user.
   *
   * @param hash the bcrypt hash of the password, or {@link #NO_PASSWORD}
   */
  public record User(String name, Role role, String hash) {
    @Override
    public String toString() {
      return "User[" + name + "]";
    }
  }

  /** Whether a text can be a user's name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Returns the file. */
  public Path file() {
    return file;
  }

  /**
   * Reads the users by name, in the order of the file.
   *
   * @throws ConfigurationException if the file can't be read, others may read it, or a line is
   *     invalid
   */
  public Map<String, User> read() {
    Map<String, User> users = new LinkedHashMap<>();
    int number = 0;
    for (String line : lines()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      User user = user(line.strip().split("\\s+"), number);
      if (users.put(user.name(), user) != null) {
        throw mistake(number, "names a user a second time: remove one of the two lines.");
      }
    }
    return users;
  }

  private List<String> lines() {
    try {
      refuseOpen();
      if (Files.size(file) > MOST_BYTES) {
        throw new ConfigurationException(
            NAMED
                + " names "
                + file
                + ", which is larger than "
                + MOST_BYTES
                + " bytes: name the file that the command user writes.");
      }
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          NAMED
              + " names "
              + file
              + ", but there is no such file: run the command user add <name> --role operator.");
    } catch (IOException e) {
      throw new ConfigurationException(
          NAMED
              + " names "
              + file
              + ", which can't be read: check that it is UTF-8 text and that the bridge's user may"
              + " read it.");
    }
  }

  /** The group may read it, because container platforms mount files so. */
  private void refuseOpen() throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
      if (FORBIDDEN.contains(permission)) {
        throw new ConfigurationException(
            NAMED
                + " names "
                + file
                + ", which others may read, or its group may write: run chmod 600 on it.");
      }
    }
  }

  private User user(String[] fields, int number) {
    if (fields.length != 3) {
      throw mistake(number, "has not three fields: write name, role and bcrypt hash.");
    }
    if (!isName(fields[0])) {
      throw mistake(number, "has an invalid name: use letters, digits and . _ @ - in it.");
    }
    if (!HASH.matcher(fields[2]).matches()) {
      throw mistake(
          number, "has no bcrypt hash of cost 12: run user add --replace, or write - for none.");
    }
    return switch (fields[1]) {
      case "viewer" -> new User(fields[0], Role.VIEWER, fields[2]);
      case "operator" -> new User(fields[0], Role.OPERATOR, fields[2]);
      default -> throw mistake(number, "has an unknown role: write viewer or operator.");
    };
  }

  private ConfigurationException mistake(int line, String what) {
    return new ConfigurationException("Line " + line + " of " + file + " " + what);
  }

  /** Returns the file's text for users. */
  static List<String> lines(Collection<User> users) {
    return users.stream()
        .map(user -> user.name() + " " + word(user.role()) + " " + user.hash())
        .toList();
  }

  /** Returns a role as the file has it. */
  public static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
