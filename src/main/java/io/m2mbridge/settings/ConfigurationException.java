package io.m2mbridge.settings;

import java.util.List;

/**
 * Reports mistakes in the settings or routes that the user can fix. The message has one line per
 * mistake.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String sentence) {
    super(sentence);
  }

  /**
   * Returns a message as one line: each line break and the white space around it become one space.
   */
  public static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** Throws one exception with all sentences, one a line. Does nothing if the list is empty. */
  public static void throwIfAny(List<String> sentences) {
    if (!sentences.isEmpty()) {
      throw new ConfigurationException(String.join(System.lineSeparator(), sentences));
    }
  }
}
