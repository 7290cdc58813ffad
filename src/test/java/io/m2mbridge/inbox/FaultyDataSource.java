package io.m2mbridge.inbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that fails, hangs or breaks when the test says so. */
public final class FaultyDataSource extends DelegatingDataSource {
  public enum Fault {
    NONE,
    REFUSED,
    HANGING,
    ERROR
  }

  private final AtomicInteger connections = new AtomicInteger();
  private volatile Fault fault = Fault.NONE;
  private volatile CountDownLatch hanging = new CountDownLatch(1);

  public FaultyDataSource(DataSource real) {
    super(real);
  }

  public void has(Fault next) {
    if (next == Fault.HANGING) {
      hanging = new CountDownLatch(1);
    }
    fault = next;
    if (next != Fault.HANGING) {
      hanging.countDown();
    }
  }

  /** How many connections were asked for. */
  public int connections() {
    return connections.get();
  }

  @Override
  public Connection getConnection() throws SQLException {
    connections.incrementAndGet();
    switch (fault) {
      case REFUSED -> throw new SQLException("password of GALO900515HDFRPN09", "08001");
      case ERROR -> throw new NoClassDefFoundError("broken");
      case HANGING -> {
        try {
          hanging.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          throw new SQLException("interrupted", "08006");
        }
      }
      case NONE -> {}
    }
    return super.getConnection();
  }
}
