package io.m2mbridge.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.testing.Rows;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;

/** What the tests of the two operation events share. */
final class OperationRows {
  private OperationRows() {}

  static Event created(String operationId) {
    return Event.of("operation.created").withText("data.operationId", operationId);
  }

  static Event cancelled(String operationId) {
    return Event.of("operation.cancelled").withText("data.operationId", operationId);
  }

  static ObjectNode operation(Bridge bridge, String operationId) {
    return Rows.row(bridge.sql(), "m2m_operations", "operation_id", operationId);
  }

  /** The hold; null where there is none. */
  static ObjectNode hold(Bridge bridge, String operationId) {
    return Rows.row(bridge.sql(), "m2m_fund_holds", "operation_id", operationId);
  }
}
