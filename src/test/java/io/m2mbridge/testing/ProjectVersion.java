package io.m2mbridge.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of this project, which stands in the {@code pom.xml} only. */
public final class ProjectVersion {
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>m2m-bridge</artifactId>\\s*<version>([^<]+)<");

  private ProjectVersion() {}

  public static String read() throws IOException {
    Matcher version = VERSION.matcher(Files.readString(Path.of("pom.xml")));
    if (!version.find()) {
      throw new IllegalStateException("pom.xml has no version");
    }
    return version.group(1);
  }
}
