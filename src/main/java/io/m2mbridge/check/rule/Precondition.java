package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The condition on settings under which Camel loads a route. */
final class Precondition {
  private static final Pattern COMPARISON =
      Pattern.compile("'?(?<left>[^'=!&|]*?)'?\\s*(?<operator>==|!=)\\s*'?(?<right>[^'=!&|]*?)'?");

  private Precondition() {}

  /**
   * Whether a route, or a route configuration, is loaded. A condition of another form than {@code
   * '{{a}}' == 'b' && '{{c}}' != ''} counts as not met.
   */
  static boolean isMet(Site site, YamlNode route) {
    String condition = route.text("precondition");
    if (condition == null) {
      return true;
    }
    for (String each : new Placeholders(site).replace(condition).split("&&", -1)) {
      Matcher comparison = COMPARISON.matcher(each.strip());
      boolean isTrue =
          comparison.matches()
              ? comparison.group("left").equals(comparison.group("right"))
                  == comparison.group("operator").equals("==")
              : each.strip().equalsIgnoreCase("true");
      if (!isTrue) {
        return false;
      }
    }
    return true;
  }
}
