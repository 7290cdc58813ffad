package io.m2mbridge.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class AccessTest {
  @TempDir private Path folder;
  private Access access;

  /** The second failure of a user, or of an address, has to wait. */
  @BeforeEach
  void begin() throws IOException {
    Path file = Files.writeString(folder.resolve("users"), "ada operator -\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    access =
        new Access(
            new Users(file),
            new TrustedProxy("", "X-Forwarded-User"),
            new DriverManagerDataSource(),
            new Throttle(Clock.systemUTC(), 1, Duration.ofHours(1)),
            new Throttle(Clock.systemUTC(), 1, Duration.ofHours(1)));
  }

  private Optional<String> logIn(String name, String address) {
    return access.logIn(
        name, "wrong", new ConsoleRequest("POST", "login", Map.of(), Map.of(), address, Map.of()));
  }

  private int refused(String name, String address) {
    return assertThrows(RefusedException.class, () -> logIn(name, address)).status();
  }

  @Test
  void makesNoUserWaitForAnAddressThatHasToWaitItself() {
    assertEquals(Optional.empty(), logIn("nobody", "192.0.2.1"));
    assertEquals(429, refused("ada", "192.0.2.1"));
    assertEquals(Optional.empty(), logIn("ada", "192.0.2.2"));
  }

  @Test
  void countsNoFailureOfAnAddressWhereTheUserHasToWait() {
    assertEquals(Optional.empty(), logIn("ada", "192.0.2.1"));
    assertEquals(429, refused("ada", "192.0.2.2"));
    assertEquals(Optional.empty(), logIn("nobody", "192.0.2.2"));
  }
}
