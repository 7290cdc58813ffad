package io.m2mbridge.simulator;

import java.security.SecureRandom;

/**
 * Generates ids in M2M's format. They don't depend on a seed: otherwise a second run would repeat
 * the events of the first.
 */
final class Ids {
  private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int LENGTH = 12;

  private Ids() {}

  static String link() {
    return "link_sim_" + random(LENGTH);
  }

  static String dataRequest() {
    return "dr_sim_" + random(LENGTH);
  }

  static String operation(Stances.IdForm form) {
    return (form == Stances.IdForm.api ? "op_sim_" : "op_") + random(LENGTH);
  }

  static String user(Stances.IdForm form) {
    return (form == Stances.IdForm.api ? "user_sim_" : "usr_") + random(LENGTH);
  }

  static String random(int length) {
    return RANDOM
        .ints(length, 0, ALPHABET.length())
        .collect(
            StringBuilder::new, (text, i) -> text.append(ALPHABET.charAt(i)), StringBuilder::append)
        .toString();
  }
}
