package io.m2mbridge.command;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A connection for many changes: a new one for each would take most of the time. */
final class OneConnection {
  private OneConnection() {}

  /** Opens it. It must be closed. */
  static SingleConnectionDataSource of(DataSource database) {
    try {
      return new SingleConnectionDataSource(database.getConnection(), true);
    } catch (SQLException e) {
      throw new IllegalStateException("the database can't be reached any more", e);
    }
  }
}
