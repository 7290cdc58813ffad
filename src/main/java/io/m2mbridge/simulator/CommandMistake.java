package io.m2mbridge.simulator;

/** What the user has to mend before a command can do anything, in one sentence. */
final class CommandMistake extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandMistake(String sentence) {
    super(sentence);
  }
}
