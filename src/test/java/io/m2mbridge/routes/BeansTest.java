package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.m2mbridge.testkit.Bridge;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.camel.component.sql.SqlComponent;
import org.junit.jupiter.api.Test;

class BeansTest {
  /**
   * Twice, the steps of a route would run on another pool than its transaction, and not be part of
   * it.
   */
  @Test
  void areCreatedOnceSoThatSqlStepsJoinTheTransaction(Bridge bridge) {
    Set<DataSource> sources = bridge.context().getRegistry().findByType(DataSource.class);

    assertEquals(1, sources.size());
    assertSame(
        sources.iterator().next(),
        bridge.context().getComponent("sql", SqlComponent.class).getDataSource());
  }
}
