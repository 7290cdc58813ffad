package io.m2mbridge.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.jdbc.OwnTransactions;
import io.m2mbridge.testing.Logs;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** {@code HistoryTest} reads the table's rows. */
class OperatorActionTest {
  private static DataSource database;

  @BeforeAll
  static void create() {
    database = Deliveries.database();
  }

  private static List<String> logged(boolean commits) {
    OperatorAction action =
        new OperatorAction("ada\n", "the client Xochiquetzal called", Map.of("state", "dead"));
    try (Logs logs = Logs.by("m2m.actions")) {
      new TransactionTemplate(new OwnTransactions(database))
          .executeWithoutResult(
              status -> {
                action.record(JdbcClient.create(database), "replay", 3);
                assertEquals(List.of(), logs.lines());
                if (!commits) {
                  status.setRollbackOnly();
                }
              });
      return logs.lines().stream().map(Logs.Line::text).toList();
    }
  }

  @Test
  void logsALineWithoutTheReasonAtTheCommit() {
    List<String> lines = logged(true);
    Long id =
        JdbcClient.create(database)
            .sql("SELECT max(id) FROM m2m_actions")
            .query(Long.class)
            .single();

    assertEquals(
        List.of(
            "action replay id=%d by=ada\\n node=%s affected=3 filter={\"state\":\"dead\"}"
                .formatted(id, Node.name())),
        lines);
  }

  @Test
  void logsNothingThatWasRolledBack() {
    assertEquals(List.of(), logged(false));
  }
}
