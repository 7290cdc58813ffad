package io.m2mbridge.settings;

import java.util.List;

/** Mistakes in the settings or routes, one sentence each, that the user can mend. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String sentence) {
    super(sentence);
  }

  /** A message as one line: line breaks and the blanks around them become one blank. */
  public static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** Throws all sentences as one exception; does nothing if there is none. */
  public static void throwIfAny(List<String> sentences) {
    if (!sentences.isEmpty()) {
      throw new ConfigurationException(String.join(System.lineSeparator(), sentences));
    }
  }
}
