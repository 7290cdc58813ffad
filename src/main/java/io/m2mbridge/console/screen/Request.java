package io.m2mbridge.console.screen;

import io.m2mbridge.console.access.Viewer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for a screen, after the login.
 *
 * @param rest what follows the screen's own path, decoded and without a slash at its beginning;
 *     empty if nothing follows. {@code /console/show/op_1} has {@code op_1}
 * @param query the decoded parameters of the URL, each once. A parameter without a value is left
 *     out, as a form sends one for each empty field
 */
public record Request(String rest, Map<String, String> query, Viewer viewer) {
  /** Returns a parameter; null if it isn't there. */
  public @Nullable String parameter(String name) {
    return query.get(name);
  }
}
