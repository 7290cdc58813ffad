package io.m2mbridge.console.access;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Tells who a request comes from, where the bridge is part of another application. The application
 * binds one bean of this type by the name {@code m2m-console-roles}. Then it alone decides: the
 * console has no login and no file of users.
 */
@FunctionalInterface
public interface ConsoleRoles {
  /** The bean's name. */
  String BEAN = "m2m-console-roles";

  /**
   * Returns the person that the application's own login knows.
   *
   * @param exchange the request, on a thread of Camel's, which may be another one than that of the
   *     application's server
   * @return the name, as it is recorded with actions, and the role; null if the console isn't for
   *     this person, who is answered 403
   */
  @Nullable Viewer viewer(Exchange exchange);
}
