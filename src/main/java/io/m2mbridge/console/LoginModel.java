package io.m2mbridge.console;

/**
 * What the login page shows.
 *
 * @param next the path of the page to go to afterwards
 * @param problem a sentence on why the last login failed; empty if there was none
 */
public record LoginModel(String next, String problem) {}
