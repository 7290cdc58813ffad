package io.m2mbridge.console.access;

/** What a person may do in the console. */
public enum Role {
  /** Reads every screen, with personal data masked. */
  VIEWER,
  /** May also replay, discard, explain a finding, and unmask a payload. */
  OPERATOR
}
