package io.m2mbridge.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.Deliveries;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.Map;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class FailuresTest {
  private static final String SECRET = "GALO900515HDFRPN09";

  @Test
  void namesClassAndSqlStateOfADatabaseErrorButNoValueOfIt() {
    JdbcClient sql = JdbcClient.create(Deliveries.database());
    sql.sql("INSERT INTO m2m_users (reference_id) VALUES ('" + SECRET + "')").update();
    DataAccessException failure =
        assertThrows(
            DataAccessException.class,
            () ->
                sql.sql("INSERT INTO m2m_users (reference_id) VALUES ('" + SECRET + "')").update());

    assertEquals("DuplicateKeyException 23505", Failures.describe(failure));
    assertEquals(
        "DuplicateKeyException 23505",
        Failures.describe(new CamelExecutionException(SECRET, null, failure)));
  }

  @Test
  void showsNoFailureToTheLogUnlessToldTo() {
    assertNull(Failures.shown(new IllegalStateException(SECRET)));
    for (String off : new String[] {null, "", " ", "none", "NONE", "0"}) {
      assertFalse(Failures.isShown(off), off);
    }
    for (String on : new String[] {"full", "short", "3"}) {
      assertTrue(Failures.isShown(on), on);
    }
  }

  @Test
  void namesThePlace() {
    assertEquals(
        "IOException at event-link-created/tell-accounting",
        Failures.describe(
            new IOException(SECRET),
            new FailedStep.Place("event-link-created", "tell-accounting")));
    assertEquals("IOException", Failures.describe(new IOException(SECRET), null));
  }

  @Test
  void namesTheStatusOfAnHttpFailureButNothingElseOfIt() {
    var failure =
        new HttpOperationFailedException(
            "http://127.0.0.1/" + SECRET, 503, SECRET, null, Map.of("X", SECRET), SECRET);

    assertEquals("HttpOperationFailedException 503", Failures.describe(failure));
  }

  @Test
  void namesTheClassOfAnyOtherFailure() {
    assertEquals("ConnectException", Failures.describe(new ConnectException(SECRET)));
    assertEquals("OutOfMemoryError", Failures.describe(new OutOfMemoryError(SECRET)));
    assertEquals(
        "IOException",
        Failures.describe(new RuntimeCamelException(SECRET, new IOException(SECRET))));
    assertEquals("RuntimeCamelException", Failures.describe(new RuntimeCamelException(SECRET)));
    assertEquals(
        "IOException",
        Failures.describe(new CamelExchangeException(SECRET, null, new IOException(SECRET))));
    assertEquals("SQLException", Failures.describe(new SQLException(SECRET)));
  }

  @Test
  void namesAnAnonymousClassToo() {
    assertEquals(
        getClass().getName() + "$1", Failures.describe(new IllegalStateException(SECRET) {}));
  }

  @Test
  void quotesWhatARouteItselfSays() {
    var failure = new RuntimeCamelException(new UnrecoverableException("its payload was erased"));

    assertEquals("UnrecoverableException: its payload was erased", Failures.describe(failure));
  }

  @Test
  void findsAFailureInTheChainOfCauses() {
    IOException io = new IOException();
    assertSame(
        io, Failures.find(new RuntimeException(new IllegalStateException(io)), IOException.class));
    assertNull(Failures.find(new RuntimeException(io), SQLException.class));
    assertNull(Failures.find(null, SQLException.class));
  }
}
