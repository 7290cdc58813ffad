package io.m2mbridge.dev.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Exchange;

/**
 * The variables and the body of an exchange at one moment.
 *
 * @param values each value as text, to compare; never printed
 * @param shown each value as it may be printed
 */
record Snapshot(Map<String, String> values, Map<String, String> shown) {
  private static final String BODY = "body";

  /** What {@code variableReceive} keeps of an answer's headers. */
  private static final String HEADERS = "header:";

  static Snapshot of(Exchange exchange, Masking masking) {
    Map<String, String> values = new TreeMap<>();
    Map<String, String> shown = new TreeMap<>();
    exchange
        .getVariables()
        .forEach(
            (name, value) -> {
              if (value != null && !name.startsWith(HEADERS)) {
                values.put("variable " + name, String.valueOf(Values.plain(value)));
                shown.put("variable " + name, masking.variable(name, value));
              }
            });
    Object body = exchange.getMessage().getBody();
    if (body != null) {
      values.put(BODY, String.valueOf(Values.plain(body)));
      shown.put(BODY, masking.body(body));
    }
    return new Snapshot(values, shown);
  }

  /** What is different afterwards, variables first. */
  List<TracedStep.Change> changesTo(Snapshot after) {
    Set<String> all = new TreeSet<>(values.keySet());
    all.addAll(after.values.keySet());
    List<String> names = new ArrayList<>(all);
    if (names.remove(BODY)) {
      names.add(BODY);
    }
    List<TracedStep.Change> changes = new ArrayList<>();
    for (String name : names) {
      if (!String.valueOf(values.get(name)).equals(String.valueOf(after.values.get(name)))) {
        changes.add(new TracedStep.Change(name, shown(name), after.shown(name)));
      }
    }
    return changes;
  }

  private String shown(String name) {
    return shown.getOrDefault(name, "null");
  }
}
