package io.m2mbridge.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.console.access.Role;
import io.m2mbridge.console.access.Users;
import io.m2mbridge.console.access.UsersEdit;
import io.m2mbridge.testing.CommandRun;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.crypto.bcrypt.BCrypt;

class UserCommandTest {
  private static final String PASSWORD = "correct horse battery staple";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void pointAtTheFile() {
    file = folder.resolve("users");
    System.setProperty("m2m.console.users", file.toString());
  }

  @AfterEach
  void restore() {
    System.clearProperty("m2m.console.users");
  }

  private static CommandRun add(String password, String... args) {
    String[] all = new String[args.length + 3];
    all[0] = "user";
    all[1] = "add";
    all[2] = "--password-stdin";
    System.arraycopy(args, 0, all, 3, args.length);
    return CommandRun.withInput((password + "\nmore\n").getBytes(UTF_8), all);
  }

  private List<String> users() throws IOException {
    return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
  }

  /** Within one process, Java refuses a lock that it would have to wait for. */
  @Test
  void changesTheFileUnderALock() throws IOException {
    add(PASSWORD, "ada", "--role", "operator");
    List<String> before = users();
    try (FileChannel lock =
        FileChannel.open(folder.resolve("users.lock"), StandardOpenOption.WRITE)) {
      lock.lock();
      UsersEdit users = new UsersEdit(new Users(file));
      assertThrows(OverlappingFileLockException.class, () -> users.remove("ada"));
      assertThrows(
          OverlappingFileLockException.class,
          () -> users.add(new Users.User("grace", Role.VIEWER, Users.NO_PASSWORD), false));
    }
    assertEquals(before, users());
  }

  @Test
  void writesTheHashAlone() throws IOException {
    CommandRun run = add(PASSWORD, "ada", "--role", "operator");

    assertEquals("", run.err());
    assertEquals("ada is a user now, with the role operator.", run.out().strip());
    String[] line = users().get(0).split(" ");
    assertEquals("ada", line[0]);
    assertEquals("operator", line[1]);
    assertTrue(BCrypt.checkpw(PASSWORD, line[2]));
    assertFalse(Files.readString(file).contains("horse"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void replacesAUserOnlyWhenToldTo() throws IOException {
    add(PASSWORD, "ada", "--role", "operator");
    List<String> before = users();

    CommandRun refused = add("another long password", "ada", "--role", "viewer");
    assertEquals(1, refused.exitCode());
    assertTrue(refused.err().contains("add --replace"), refused.err());
    assertEquals(before, users());

    assertEquals(
        0, add("another long password", "ada", "--role", "viewer", "--replace").exitCode());
    assertEquals(1, users().size());
    assertTrue(users().get(0).startsWith("ada viewer "));
  }

  @Test
  void listsAndRemovesUsers() throws IOException {
    CommandRun.of("user", "add", "ada", "--role", "operator", "--no-password");
    CommandRun.of("user", "add", "grace", "--role", "viewer", "--no-password");
    assertEquals("ada operator\ngrace viewer", CommandRun.of("user", "list").out().strip());

    assertEquals(0, CommandRun.of("user", "remove", "ada").exitCode());
    assertEquals(List.of("grace viewer -"), users());
    assertEquals(1, CommandRun.of("user", "remove", "ada").exitCode());
  }

  @ParameterizedTest
  @CsvSource({
    "short, ada, has fewer than 12 characters",
    "'', ada, has fewer than 12 characters",
    "123456789012345678901234567890123456789012345678901234567890123456789012é, ada, more than 72 bytes",
    "'a long password', a b, The name is invalid",
    "'a long password', -, The name is invalid"
  })
  void refusesWhatCanNotWork(String password, String name, String said) {
    CommandRun run = add(password, name, "--role", "viewer");
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains(said), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertFalse(Files.exists(file));
  }

  @Test
  void asksNobodyWithoutATerminal() {
    CommandRun run = CommandRun.of("user", "add", "ada", "--role", "viewer");
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("add --password-stdin"), run.err());
  }

  @Test
  void saysThatTheSettingIsMissing() {
    System.clearProperty("m2m.console.users");
    CommandRun run = CommandRun.of("user", "list");
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("set m2m.console.users"), run.err());
  }

  @Test
  void keepsAFileThatIsALinkWhereItIs() throws IOException {
    Path target = folder.resolve("real");
    Files.writeString(target, "");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(file, target);
    add(PASSWORD, "ada", "--role", "viewer");
    assertTrue(Files.isSymbolicLink(file));
    assertTrue(Files.readString(target).contains("ada viewer"));
  }

  @Test
  void hasTheExitCodeOfAMistakeForItsOwnCommandsToo() {
    assertEquals(1, CommandRun.of("user", "add", "ada").exitCode());
    assertEquals(1, CommandRun.of("user").exitCode());
  }
}
