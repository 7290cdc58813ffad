package io.m2mbridge.command;

import io.m2mbridge.console.access.Passwords;
import io.m2mbridge.console.access.Role;
import io.m2mbridge.console.access.Users;
import io.m2mbridge.console.access.UsersEdit;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The users of the console, in the file of {@code m2m.console.users}. */
@Command(
    name = "user",
    description = "Adds, lists and removes users of the console.",
    mixinStandardHelpOptions = true)
public final class UserCommand implements Callable<Integer> {
  /** The roles, as the file and the option have them. */
  enum RoleName {
    viewer(Role.VIEWER),
    operator(Role.OPERATOR);

    private final Role role;

    RoleName(Role role) {
      this.role = role;
    }
  }

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    throw new ConfigurationException("Say what to do: user add, user list or user remove.");
  }

  @Command(
      name = "add",
      description = {
        "Adds a user, and asks for the password twice.",
        "The file has its bcrypt hash alone."
      },
      mixinStandardHelpOptions = true)
  int add(
      @Parameters(paramLabel = "<name>", description = "The user's name.") String name,
      @Option(
              names = "--role",
              required = true,
              description = "What the user may do: ${COMPLETION-CANDIDATES}.")
          RoleName role,
      @Option(
              names = "--replace",
              description = "Set a new password and role for a user who exists.")
          boolean replace,
      @Option(
              names = "--password-stdin",
              description = "Read the password from the first line of the standard input.")
          boolean isPiped,
      @Option(
              names = "--no-password",
              description = "The user logs in by a proxy alone, and has no password here.")
          boolean isWithout) {
    if (!Users.isName(name)) {
      throw new ConfigurationException(
          "The name is invalid: use letters, digits and . _ @ - in it, and begin with a letter or a"
              + " digit.");
    }
    UsersEdit users = new UsersEdit(users());
    String hash = isWithout ? Users.NO_PASSWORD : Passwords.hash(NewPassword.read(isPiped));
    users.add(new Users.User(name, role.role, hash), replace);
    println(name + " is a user now, with the role " + role + ".");
    return 0;
  }

  @Command(
      name = "list",
      description = "Lists the users and their roles.",
      mixinStandardHelpOptions = true)
  int list() {
    users().read().values().forEach(user -> println(user.name() + " " + Users.word(user.role())));
    return 0;
  }

  @Command(
      name = "remove",
      description = "Removes a user, whose sessions end at once.",
      mixinStandardHelpOptions = true)
  int remove(@Parameters(paramLabel = "<name>", description = "The user's name.") String name) {
    new UsersEdit(users()).remove(name);
    println(name + " is no user any more.");
    return 0;
  }

  private static Users users() {
    String file = Settings.of(Settings.FILE).get(Users.SETTING);
    if (file.isEmpty()) {
      throw new ConfigurationException(
          "There is no file of users: set "
              + Users.SETTING
              + " (M2M_CONSOLE_USERS) to one, such as console-users.");
    }
    return new Users(Path.of(file));
  }

  private void println(String line) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    spec.commandLine().getOut().println(line);
  }
}
