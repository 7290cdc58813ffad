package io.m2mbridge;

import java.util.List;

/** Mistakes in the settings or routes, one sentence each, that the user can mend. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String sentence) {
    super(sentence);
  }

  /** Does nothing where there is no mistake. */
  static void throwIfAny(List<String> sentences) {
    if (!sentences.isEmpty()) {
      throw new ConfigurationException(String.join(System.lineSeparator(), sentences));
    }
  }
}
