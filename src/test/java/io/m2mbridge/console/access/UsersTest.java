package io.m2mbridge.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.testing.ConsoleClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersTest {
  private static final String HASH = ConsoleClient.HASH;

  @TempDir private Path folder;

  private Users users(String text, String permissions) throws IOException {
    Path file = folder.resolve("users");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return new Users(file);
  }

  @Test
  void readsNameRoleAndHash() throws IOException {
    Users users =
        users("# of the night\n\nada operator " + HASH + "\ngrace\tviewer  -\n", "rw-------");
    assertEquals(
        List.of(
            new Users.User("ada", Role.OPERATOR, HASH), new Users.User("grace", Role.VIEWER, "-")),
        List.copyOf(users.read().values()));
  }

  @ParameterizedTest
  @CsvSource({
    "ada operator, has not three fields",
    "ada operator secret, has no bcrypt hash",
    "ada operator $2a$05$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyz012345, of cost 12",
    "ada root -, has an unknown role",
    "../ada viewer -, has an invalid name",
    "ada viewer - -, has not three fields"
  })
  void saysWhichLineIsWrongWithoutItsContent(String line, String said) throws IOException {
    Users users = users("grace viewer -\n" + line + "\n", "rw-------");
    String sentence = assertThrows(ConfigurationException.class, users::read).getMessage();
    assertTrue(sentence.startsWith("Line 2 of "), sentence);
    assertTrue(sentence.contains(said), sentence);
    assertFalse(sentence.contains("secret"), sentence);
  }

  @Test
  void refusesAUserWhoIsNamedTwice() throws IOException {
    Users users = users("ada viewer -\nada operator -\n", "rw-------");
    assertThrows(ConfigurationException.class, users::read);
  }

  @ParameterizedTest
  @CsvSource({
    "rw-r--r--, true",
    "rw-rw----, true",
    "rw----r--, true",
    "rw-----w-, true",
    "rw-------, false",
    "r--r-----, false"
  })
  void refusesAFileThatOthersMayReadOrWrite(String permissions, boolean isRefused)
      throws IOException {
    Users users = users("ada viewer -\n", permissions);
    if (isRefused) {
      String sentence = assertThrows(ConfigurationException.class, users::read).getMessage();
      assertTrue(sentence.contains("chmod 600"), sentence);
    } else {
      assertEquals(1, users.read().size());
    }
  }

  @Test
  void saysThatThereIsNoFile() {
    String sentence =
        assertThrows(ConfigurationException.class, () -> new Users(folder.resolve("none")).read())
            .getMessage();
    assertTrue(sentence.contains("there is no such file: run the command user add"), sentence);
  }
}
