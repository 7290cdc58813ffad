package io.m2mbridge.console.screen;

import io.m2mbridge.inspect.Report;

/**
 * What a screen shows.
 *
 * @param template the name of the template below {@code src/main/jte}, such as {@code trouble.jte}.
 *     Its parameters are {@code Frame frame} and {@code model}
 * @param model the template's second parameter
 * @param report the same rows for a program, as the command prints them with {@code --json}
 * @param status the HTTP status: 200, or 404 where the path names nothing
 */
public record Page(String template, Object model, Report report, int status) {
  /** A page with the status 200. */
  public Page(String template, Object model, Report report) {
    this(template, model, report, 200);
  }
}
