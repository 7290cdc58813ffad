package io.m2mbridge.testing;

import io.m2mbridge.testkit.Bridge;
import java.util.List;
import java.util.Map;

/** The secrets and personal values of the fixtures, by a name that may be told. */
public final class Planted {
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("the webhook secret", Bridge.SECRET),
          Map.entry("the API key", Bridge.API_KEY),
          Map.entry("the database password", "database_password_of_the_tests"),
          Map.entry("an id number", "GALO900515HDFRPN09"),
          Map.entry("a date of birth", "1990-05-15"),
          Map.entry("a browser", "Mozilla/5.0 (iPhone"),
          Map.entry("a link's URL", "send.m2m.leapfinancial.com/link_"),
          Map.entry("M2M's user id", "usr_x9y8z7w6v5u4"),
          Map.entry("a name", "planted-name-Xochiquetzal"),
          Map.entry("a card", "planted-card-4929"),
          Map.entry("an account", "planted-account-0021"),
          Map.entry("metadata", "planted-metadata-colonia"),
          Map.entry("a reason", "planted-reason-wedding"));

  private Planted() {}

  /** The value of a name. */
  public static String value(String name) {
    return VALUES.get(name);
  }

  /** The names of the values that a text has in it. */
  public static List<String> namesIn(String text) {
    return VALUES.entrySet().stream()
        .filter(value -> text.contains(value.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
