package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells which values a developer may see of an event that runs: those of the bridge's variables
 * that {@link Personal} doesn't name, and what the routes themselves say.
 */
public final class ReadableValues {
  /** A variable of the bridge that a route sets to a value of its own. */
  private static final Set<String> OF_THE_SITE = Set.of("data", "forwardBody", "request");

  private ReadableValues() {}

  /** Whether a field of {@code data}, or one that it is in, is personal. */
  public static boolean isPersonalField(String path) {
    return !path.isEmpty() && isPersonal("variable.data[" + path.replace(".", "][") + "]");
  }

  /** Whether a variable is the bridge's own, and a plain value of it isn't personal. */
  public static boolean isVariable(String name) {
    return BridgeVariables.ALL.contains(name)
        && !OF_THE_SITE.contains(name)
        && !isPersonal("variable." + name);
  }

  /** Whether all that a variable holds is personal. */
  public static boolean isPersonalVariable(String name) {
    return !name.equals("data") && isPersonal("variable." + name);
  }

  private static boolean isPersonal(String function) {
    return Personal.isFunction(function, true);
  }

  /** The words that the expressions of the routes have, without those that an event fills in. */
  public static Set<String> words(Site site) {
    return Stream.concat(site.routes(), site.configurations())
        .flatMap(Route::allSteps)
        .flatMap(step -> Expressions.of(step).stream())
        .filter(each -> Set.of("constant", "simple").contains(each.language()))
        .map(each -> String.valueOf(each.text().text()).replaceAll("\\$\\{[^}]*}", " "))
        .flatMap(text -> Stream.of(text.split("[\\s,;()\\[\\]{}\"'<>|=#]+")))
        .map(word -> word.replaceAll("[.:!?]+$", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
