package io.m2mbridge.console.access;

import io.m2mbridge.settings.ConfigurationException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Changes the file of users. The new file replaces the old one as a whole, and only its owner may
 * read it.
 */
public final class UsersEdit {
  private static final String HEAD =
      "# Users of the console: name, role and bcrypt hash. Change it by the command user.";

  private final Users users;

  public UsersEdit(Users users) {
    this.users = users;
  }

  /**
   * Adds a user.
   *
   * @param replace whether a user of that name is replaced
   * @throws ConfigurationException if there is such a user, or the file is invalid or can't be
   *     written
   */
  public void add(Users.User user, boolean replace) {
    change(
        file -> {
          Map<String, Users.User> all = Files.exists(file) ? users.read() : new LinkedHashMap<>();
          if (all.containsKey(user.name()) && !replace) {
            throw new ConfigurationException(
                "The user "
                    + user.name()
                    + " exists: add --replace to set a new password and role.");
          }
          all.put(user.name(), user);
          return all.values();
        });
  }

  /**
   * Removes a user, whose sessions end at once.
   *
   * @throws ConfigurationException if there is no such user, or the file is invalid or can't be
   *     written
   */
  public void remove(String name) {
    change(
        file -> {
          Map<String, Users.User> all = users.read();
          if (all.remove(name) == null) {
            throw new ConfigurationException(
                "There is no user of that name in " + users.file() + ": look at user list.");
          }
          return all.values();
        });
  }

  /**
   * Waits until no other command changes the file. The lock is on a file of its own, because the
   * file of users is replaced as a whole.
   */
  private void change(Function<Path, Collection<Users.User>> change) {
    try {
      Path file = Files.exists(users.file()) ? users.file().toRealPath() : users.file();
      Path lock = file.resolveSibling(file.getFileName() + ".lock");
      try (FileChannel locked =
          FileChannel.open(
              lock,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              ownersAlone(file))) {
        locked.lock();
        write(file, change.apply(file));
      }
    } catch (IOException e) {
      throw new ConfigurationException(
          "The file "
              + users.file()
              + " can't be written: name one in a folder that you may write to by "
              + Users.SETTING
              + ".");
    }
  }

  private static void write(Path file, Collection<Users.User> all) throws IOException {
    String text = HEAD + "\n" + String.join("\n", Users.lines(all)) + "\n";
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
    Path whole = Files.createTempFile(folder, "users", ".new", ownersAlone(folder));
    try {
      Files.writeString(whole, text);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private static FileAttribute<?>[] ownersAlone(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
