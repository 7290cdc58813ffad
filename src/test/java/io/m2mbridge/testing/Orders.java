package io.m2mbridge.testing;

import io.m2mbridge.testkit.Bridge;
import java.util.List;

/** Runs events in a given order. */
public final class Orders {
  private Orders() {}

  /**
   * Sends the events of each sequence one after the other, each once the one before it has come to
   * its end. The sequences run side by side.
   */
  public static void run(Bridge bridge, List<List<String>> sequences) {
    int longest = sequences.stream().mapToInt(List::size).max().orElse(0);
    for (int step = 0; step < longest; step++) {
      int current = step;
      sequences.stream()
          .filter(sequence -> current < sequence.size())
          .map(sequence -> sequence.get(current))
          .forEach(
              body -> {
                var answer = bridge.send(body);
                if (answer.statusCode() != 200) {
                  throw new AssertionError("answered " + answer.statusCode() + ": " + body);
                }
              });
      bridge.awaitIdle();
    }
  }
}
