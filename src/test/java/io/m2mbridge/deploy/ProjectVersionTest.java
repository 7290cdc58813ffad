package io.m2mbridge.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.m2mbridge.testing.ProjectVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A release changes the version in one place. */
class ProjectVersionTest {
  private static final Path POM = Path.of("pom.xml");
  private static final Set<String> NOT_OURS =
      Set.of(".git", "data", "dist", "node_modules", "results", "target");

  /** A lock file has versions of others, and a change log those of before. */
  private static final Set<String> WITH_OTHER_VERSIONS =
      Set.of("CHANGELOG.md", "UPGRADING.md", "package-lock.json");

  @Test
  void noOtherFileNamesIt() throws IOException {
    Pattern version =
        Pattern.compile("(?<![\\w.])" + Pattern.quote(ProjectVersion.read()) + "(?![\\w.]|-\\w)");
    List<Path> naming = new ArrayList<>();
    List<Path> read = new ArrayList<>();
    Files.walkFileTree(
        Path.of(""),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!file.equals(POM) && !WITH_OTHER_VERSIONS.contains(file.getFileName().toString())) {
              read.add(file);
              String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
              if (version.matcher(text).find()) {
                naming.add(file);
              }
            }
            return FileVisitResult.CONTINUE;
          }
        });

    assertFalse(read.isEmpty());
    assertEquals(List.of(), naming);
  }
}
