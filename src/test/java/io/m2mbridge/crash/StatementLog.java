package io.m2mbridge.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The statements of one session with PostgreSQL, told from its messages: just enough of the
 * frontend/backend protocol, version 3. A driver that runs a statement often prepares it once by a
 * name, and then names it only.
 */
final class StatementLog {
  private static final char IDLE = 'I';

  private final Map<String, String> prepared = new HashMap<>();
  private final Map<String, String> bound = new HashMap<>();
  private final Queue<String> running = new ConcurrentLinkedQueue<>();
  private final List<String> changed = new ArrayList<>();

  /**
   * Takes a message of the driver's.
   *
   * @return the SQL that it lets the database run; null for any other message
   */
  String request(char type, byte[] message) {
    switch (type) {
      case 'P' -> prepared.put(text(message, 0), text(message, text(message, 0).length() + 1));
      case 'B' -> {
        String portal = text(message, 0);
        String statement = text(message, portal.length() + 1);
        bound.put(portal, prepared.getOrDefault(statement, ""));
      }
      case 'E' -> {
        String sql = bound.getOrDefault(text(message, 0), "");
        running.add(sql);
        return sql;
      }
      case 'Q' -> {
        String sql = text(message, 0);
        running.add(sql);
        return sql;
      }
      default -> {
        // It runs nothing.
      }
    }
    return null;
  }

  /** What was sent and isn't answered. */
  List<String> underWay() {
    return List.copyOf(running);
  }

  /**
   * Takes a message of the database's.
   *
   * @return at the end of a transaction that was committed, its statements that changed a row or
   *     more; none before that
   */
  List<String> answer(char type, byte[] message) {
    switch (type) {
      case 'C' -> completed(running.poll(), text(message, 0));
      case 'Z' -> {
        running.clear();
        if (message[0] == IDLE) {
          List<String> committed = List.copyOf(changed);
          changed.clear();
          return committed;
        }
      }
      default -> {
        // Rows, notices and errors.
      }
    }
    return List.of();
  }

  private void completed(String sql, String tag) {
    if (tag.equals("ROLLBACK")) {
      changed.clear();
    } else if (sql != null && tag.matches("(INSERT 0|UPDATE|DELETE) [1-9]\\d*")) {
      changed.add(sql);
    }
  }

  /** The text from an offset up to the next zero byte; what is looked for in it is ASCII. */
  private static String text(byte[] message, int from) {
    int end = from;
    while (message[end] != 0) {
      end++;
    }
    return new String(message, from, end - from, UTF_8);
  }
}
