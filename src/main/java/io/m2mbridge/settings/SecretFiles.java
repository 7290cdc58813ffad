package io.m2mbridge.settings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.PropertiesComponent;

/** Sets each secret to the content of the file that its setting {@code …-file} names. */
final class SecretFiles {
  /**
   * A placeholder that begins with a function's name. A setting's name has a dot, so it doesn't
   * match.
   */
  private static final Pattern VAULT = Pattern.compile("\\{\\{\\??([a-zA-Z-]+):");

  private final Settings settings;
  private final PropertiesComponent properties;
  private final List<String> mistakes = new ArrayList<>();

  SecretFiles(Settings settings) {
    this.settings = settings;
    properties = settings.context().getPropertiesComponent();
  }

  /** Reads them; see {@link Settings#readSecrets}. */
  List<String> read() {
    Settings.SECRETS.forEach(this::read);
    return mistakes;
  }

  /**
   * Finds the secrets that have a value as well as a file; see {@link Settings#secretsSetTwice}.
   */
  List<String> setTwice() {
    return Settings.SECRETS.stream()
        .filter(key -> !settings.get(key + "-file").isEmpty() && isSet(key))
        .map(key -> both(key, key + "-file"))
        .toList();
  }

  private boolean isSet(String key) {
    String set = settings.get(key);
    return !set.isEmpty() && !set.equals(Settings.defaults().getProperty(key));
  }

  private static String both(String key, String fileKey) {
    return "Both "
        + Settings.variable(key)
        + " and "
        + Settings.variable(fileKey)
        + " are set: set one of the two.";
  }

  private void read(String key) {
    String fileKey = key + "-file";
    String file = settings.get(fileKey);
    if (file.isEmpty()) {
      refuseUnknownVault(key);
      refuseLostBackslash(key);
      return;
    }
    if (isSet(key)) {
      mistakes.add(both(key, fileKey));
    } else if (System.getenv(Settings.variable(key)) != null) {
      // Camel reads the variable before any override, so the file would have no effect.
      mistakes.add(
          Settings.variable(key)
              + " is set to an empty value, in addition to "
              + Settings.variable(fileKey)
              + ": unset it.");
    } else {
      take(key, fileKey, file);
    }
  }

  private void take(String key, String fileKey, String file) {
    try {
      String content = SecretFile.read(file);
      settings.override(key, content);
      if (content.contains("{{") || content.contains("}}") || !settings.get(key).equals(content)) {
        throw new IOException(
            "has double braces, or a backslash at its end, which Camel can't read");
      }
    } catch (IOException e) {
      mistakes.add(
          "The file of "
              + fileKey
              + " ("
              + Settings.variable(fileKey)
              + ") "
              + e.getMessage()
              + ": set it to a file that this process may read and that holds the secret alone.");
    }
  }

  /**
   * Refuses a placeholder of an unknown vault. Camel would use the text after the vault's name as
   * the default, and so as the secret.
   */
  private void refuseUnknownVault(String key) {
    Matcher vault = VAULT.matcher(raw(key));
    while (vault.find()) {
      if (properties.getPropertiesFunction(vault.group(1)) == null) {
        mistakes.add(
            key
                + " ("
                + Settings.variable(key)
                + ") is a placeholder of "
                + vault.group(1)
                + ", whose Camel component isn't on the class path: add its jars.");
      }
    }
  }

  /**
   * Refuses a value that Camel changes: it drops a backslash at the end, or in a line break that is
   * written as \n.
   */
  private void refuseLostBackslash(String key) {
    String raw = raw(key).strip();
    if (raw.contains("\\") && !raw.contains("{{") && !raw.equals(settings.get(key))) {
      mistakes.add(
          key
              + " ("
              + Settings.variable(key)
              + ") has a backslash at its end, or a line break that is written as \\n, which Camel"
              + " can't read: set it to the secret alone.");
    }
  }

  /** Returns the value as it was written, with its placeholders. */
  private String raw(String key) {
    String variable = System.getenv(Settings.variable(key));
    String set = variable != null ? variable : System.getProperty(key);
    return set != null ? set : properties.loadProperties().getProperty(key, "");
  }
}
