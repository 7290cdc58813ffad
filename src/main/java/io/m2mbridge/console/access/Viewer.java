package io.m2mbridge.console.access;

/**
 * The person or program that a request comes from, after the login.
 *
 * @param name the user's name, as it is recorded with actions
 */
public record Viewer(String name, Role role) {
  /** Whether actions are allowed. */
  public boolean isOperator() {
    return role == Role.OPERATOR;
  }
}
