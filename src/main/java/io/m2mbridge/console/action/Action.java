package io.m2mbridge.console.action;

import io.m2mbridge.console.screen.InvalidRequestException;
import io.m2mbridge.console.screen.Page;
import io.m2mbridge.console.screen.Request;
import java.util.Map;

/** Something that an operator may do. */
public interface Action {
  /** The title of its pages. */
  String title();

  /**
   * Returns what it would do, and the form to confirm it. It changes nothing.
   *
   * @throws InvalidRequestException if the parameters are invalid
   */
  Page plan(Request request);

  /**
   * Does it, and records it with the user's name and reason. Only operators get here.
   *
   * @param form the fields of the form of {@link #plan}
   * @throws InvalidRequestException if a field is invalid
   */
  Page perform(Request request, Map<String, String> form);
}
