package io.m2mbridge.check.finding;

/** How serious a finding is for the command {@code check}. */
public enum Level {
  /** The edit loses, repeats, leaks or breaks something, as far as the files show. */
  ERROR,
  /** The edit is unusual; only its author knows whether it is meant. */
  WARNING
}
