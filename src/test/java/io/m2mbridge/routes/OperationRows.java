package io.m2mbridge.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.testing.Bridge;
import io.m2mbridge.testing.Events;
import io.m2mbridge.testing.Rows;

/** What the tests of the two operation events share. */
final class OperationRows {
  private OperationRows() {}

  static Events created(String operationId) {
    return Events.of("operation.created").withText("data.operationId", operationId);
  }

  static Events cancelled(String operationId) {
    return Events.of("operation.cancelled").withText("data.operationId", operationId);
  }

  static ObjectNode operation(Bridge bridge, String operationId) {
    return Rows.row(bridge.sql(), "m2m_operations", "operation_id", operationId);
  }

  /** The hold; null where there is none. */
  static ObjectNode hold(Bridge bridge, String operationId) {
    return Rows.row(bridge.sql(), "m2m_fund_holds", "operation_id", operationId);
  }
}
