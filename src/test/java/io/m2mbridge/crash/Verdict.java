package io.m2mbridge.crash;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.testing.M2m;
import io.m2mbridge.testing.Rows;
import io.m2mbridge.testkit.M2mApi;
import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Compares what a trial left with its model; names everything that is wrong, and the seed. */
final class Verdict {
  private final Trial trial;
  private final Model model;
  private final List<String> wrong = new ArrayList<>();

  Verdict(Trial trial) {
    this.trial = trial;
    this.model = trial.model();
  }

  void assertKept() {
    wrong.addAll(trial.m2m().violations());
    expect(trial.m2m().unanswered() == 0, trial.m2m().unanswered() + " never answered 2xx");
    deliveries();
    rows("m2m_links", "link_id", model.links());
    rows("m2m_operations", "operation_id", model.operations());
    rows("m2m_fund_holds", "operation_id", model.holds());
    dataRequests();
    replies();
    forwards();
    notices();
    assertTrue(
        wrong.isEmpty(),
        () -> "-Dm2m.crash.seed=" + trial.seed() + "\n" + String.join("\n", wrong));
  }

  /** Each webhook that was answered 2xx is there, as what it must be, and no other. */
  private void deliveries() {
    Map<String, Map<String, Object>> rows = new HashMap<>();
    for (Map<String, Object> row : query("SELECT * FROM m2m_deliveries")) {
      expect(rows.put(Model.name(row), row) == null, "twice: " + Model.name(row));
    }
    expectKeys("m2m_deliveries", model.deliveries().keySet(), rows.keySet());
    rows.forEach(
        (name, row) -> {
          expectEqual("state of " + name, model.deliveries().get(name), row.get("state"));
          boolean hasEffects = isKnown(name);
          expect(
              hasEffects == (row.get("effects_at") != null),
              "effects_at of " + name + ": " + row.get("effects_at"));
          M2m.Tally tally = trial.m2m().tallies().get(name);
          if (tally != null && trial.countsCopies()) {
            duplicates(name, (Integer) row.get("duplicates"), tally);
          }
        });
  }

  private static boolean isKnown(String name) {
    return name.matches("(link|operation|user)\\.(created|opened|data_request|cancelled):.*");
  }

  /** Each answer after the first counted one, and so may each that never came. */
  private void duplicates(String name, int counted, M2m.Tally tally) {
    expect(
        tally.answered() - 1 <= counted && counted <= tally.sent() - 1,
        "duplicates of %s: %d, sent %d times, answered %d times"
            .formatted(name, counted, tally.sent(), tally.answered()));
    expect(tally.accepted() <= 1, "accepted " + tally.accepted() + " times: " + name);
  }

  private void rows(String table, String key, Map<String, ObjectNode> expected) {
    Map<String, ObjectNode> rows = Rows.all(trial.sql(), table, key);
    expectKeys(table, expected.keySet(), rows.keySet());
    expected.forEach((id, row) -> expectEqual(table + " " + id, row, rows.get(id)));
  }

  private void dataRequests() {
    Map<String, Map<String, Object>> rows = new HashMap<>();
    query("SELECT * FROM m2m_data_requests")
        .forEach(row -> rows.put((String) row.get("data_request_id"), row));
    expectKeys("m2m_data_requests", model.requests().keySet(), rows.keySet());
    rows.forEach(
        (id, row) -> {
          Model.Request request = model.requests().get(id);
          if (request == null) {
            return;
          }
          expectEqual("state of " + id, request.state(), row.get("state"));
          expectEqual(
              "required of " + id,
              texts(request.data().path("requiredFields")),
              set(row.get("required_fields")));
          if (request.state().equals("fulfilled")) {
            expectEqual("sent of " + id, request.userData().keySet(), set(row.get("fields_sent")));
          }
          int puts = trial.api().requestsFor(id).size();
          expect(
              puts <= (Integer) row.get("attempts"),
              puts + " PUTs of " + id + ", attempts=" + row.get("attempts"));
        });
  }

  /** Each reply holds what is known, and none is sent again without need. */
  private void replies() {
    model
        .requests()
        .forEach(
            (id, request) -> {
              List<M2mApi.Request> puts = trial.api().requestsFor(id);
              int needed = request.userData().isEmpty() ? 0 : 1 + request.unavailable();
              int allowed = needed + (needed == 0 ? 0 : repeats(id, puts));
              if (puts.size() < needed || puts.size() > allowed) {
                wrong.add(
                    "%d PUTs of %s, needed %d, allowed %d: at %s; failed attempts %s; mishaps %s"
                        .formatted(
                            puts.size(),
                            id,
                            needed,
                            allowed,
                            puts.stream().map(M2mApi.Request::at).toList(),
                            failedAttempts("user.data_request:" + id),
                            trial.mishaps()));
              }
              puts.forEach(put -> reply(id, request, put));
            });
  }

  /** When, on which node, in which step and why the attempts of an event failed. */
  private List<String> failedAttempts(String eventKey) {
    return trial
        .sql()
        .sql(
            "SELECT concat_ws(' ', failed_at AT TIME ZONE 'UTC', node, route, step, failure)"
                + " FROM m2m_attempts WHERE delivery_id ="
                + " (SELECT id FROM m2m_deliveries WHERE event_key = :key) ORDER BY id")
        .param("key", eventKey)
        .query(String.class)
        .list();
  }

  /** How often a PUT may have been repeated as its record was lost. */
  private int repeats(String id, List<M2mApi.Request> puts) {
    if (trial.isStrict()) {
      return trial.inDoubt(id);
    }
    return puts.isEmpty()
        ? 0
        : (int)
            trial.mishaps().stream()
                // A pool of connections gives out broken ones for a moment.
                .filter(at -> !at.isBefore(puts.get(0).at().minusSeconds(2)))
                .filter(at -> !at.isAfter(puts.get(puts.size() - 1).at()))
                .count();
  }

  private void reply(String id, Model.Request request, M2mApi.Request put) {
    JsonNode reply = Model.read(put.body());
    Map<String, String> fields = new HashMap<>();
    reply
        .path("userData")
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isObject()) {
                field
                    .getValue()
                    .properties()
                    .forEach(
                        inner ->
                            fields.put(
                                field.getKey() + "." + inner.getKey(),
                                inner.getValue().textValue()));
              } else {
                fields.put(field.getKey(), field.getValue().textValue());
              }
            });
    expectEqual("reply to " + id, request.userData(), fields);
    expectEqual(
        "reference of " + id, request.data().path("referenceId"), reply.path("referenceId"));
  }

  /** Each event that ran was forwarded, and again at most where something fell. */
  private void forwards() {
    Map<String, List<M2mApi.Request>> forwards = calls("/forward");
    model
        .deliveries()
        .forEach(
            (name, state) -> {
              int count = forwards.getOrDefault(name, List.of()).size();
              int most = state.equals("done") ? 1 + trial.mishaps().size() : 0;
              expect(
                  count <= most && (count > 0 || most == 0),
                  name + " was forwarded " + count + " times");
            });
  }

  private void notices() {
    Map<String, List<M2mApi.Request>> notices = calls("/notify");
    model
        .operationsCreated()
        .forEach(
            id ->
                expect(
                    notices.containsKey("operation.created:" + id),
                    "the team wasn't told of " + id));
  }

  /** What the site was sent on a path, by the event key. */
  private Map<String, List<M2mApi.Request>> calls(String path) {
    return trial.site().requests().stream()
        .filter(call -> call.target().equals(path))
        .collect(groupingBy(call -> call.headers().get("M2meventkey").get(0)));
  }

  private List<Map<String, Object>> query(String sql) {
    return trial.sql().sql(sql).query().listOfRows();
  }

  private static TreeSet<String> texts(JsonNode array) {
    TreeSet<String> texts = new TreeSet<>();
    array.forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  private static TreeSet<String> set(Object array) {
    try {
      return array == null
          ? new TreeSet<>()
          : new TreeSet<>(List.of((String[]) ((Array) array).getArray()));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void expectKeys(String table, Set<String> expected, Set<String> actual) {
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(actual);
    Set<String> unexpected = new TreeSet<>(actual);
    unexpected.removeAll(expected);
    expect(missing.isEmpty(), table + " lacks " + missing);
    expect(unexpected.isEmpty(), table + " also has " + unexpected);
  }

  private void expectEqual(String what, Object expected, Object actual) {
    expect(Objects.equals(expected, actual), what + ": expected " + expected + ", is " + actual);
  }

  private void expect(boolean isRight, String otherwise) {
    if (!isRight) {
      wrong.add(otherwise);
    }
  }
}
