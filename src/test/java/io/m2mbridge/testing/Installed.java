package io.m2mbridge.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of the operating system that some tests need. */
public final class Installed {
  private Installed() {}

  /**
   * Returns a program's path. Without it the test is left out, unless M2M_ALL_TESTS is set, as
   * {@code .ci/run} does.
   *
   * @param debianPackage what to install
   */
  public static Path program(String name, String debianPackage) {
    return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(
            () -> {
              String missing = name + " is not installed (apt-get install " + debianPackage + ")";
              if (System.getenv("M2M_ALL_TESTS") != null) {
                fail(missing);
              }
              return Assumptions.<Path>abort(missing);
            });
  }
}
