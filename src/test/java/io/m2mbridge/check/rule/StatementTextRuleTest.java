package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTextRuleTest {
  private static EditedSite with(String sql) {
    return new EditedSite()
        .insertBefore(
            "event-operation-created",
            "place-hold",
            "- to:\n"
                + "    id: own-statement\n"
                + "    uri: sql\n"
                + "    parameters:\n"
                + "      dataSource: \"#dataSource\"\n"
                + "      query: >-\n"
                + "        "
                + sql
                + "\n"
                + "      noop: true\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "every-row | UPDATE balances SET last = :#${variable.data[operationId]}",
        "every-row | DELETE FROM notes",
        "parameters-count | INSERT INTO led VALUES (:#${variable.data[operationId]}, 'INV#7') ON CONFLICT DO NOTHING",
        "parameters-count | INSERT INTO led SELECT CAST(:#${body} AS jsonb) #>> '{data,operationId}' ON CONFLICT DO NOTHING",
        "parameters-count | INSERT INTO led SELECT :#${variable.data[operationId]} FROM cfg WHERE flags ? 'book' ON CONFLICT DO NOTHING",
        "effect-missing | DELETE FROM m2m_fund_holds WHERE operation_id = :#${variable.data[operationId]}",
        "effect-outside-transaction | INSERT INTO led VALUES (:#${variable.data[operationId]}) ON CONFLICT DO NOTHING; COMMIT",
        "amounts-changed | INSERT INTO led VALUES (:#${variable.data[operationId]}, CAST(:#${variable.data[amount][send]} AS real)) ON CONFLICT DO NOTHING"
      })
  void findsAStatementThatDoesMoreOrOther(String id, String sql) {
    OwnStep.finding(id, with(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE balances SET last = :#${variable.data[operationId]} WHERE user_id = :#${variable.referenceId}",
        "INSERT INTO led VALUES (:#${variable.data[operationId]}, 'INV' || chr(35)) ON CONFLICT DO NOTHING",
        "INSERT INTO led SELECT :#${variable.data[operationId]} FROM cfg WHERE flags ?? 'book' ON CONFLICT DO NOTHING",
        "INSERT INTO led (id) VALUES (:#${variable.data[operationId]}) ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id",
        "INSERT INTO led VALUES (:#${variable.data[operationId]}, CAST(:#${variable.data[amount][send]} AS numeric)) ON CONFLICT DO NOTHING"
      })
  void allowsAStatementOfTheEventsRows(String sql) {
    Found.nothing(with(sql));
  }
}
