package io.m2mbridge.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
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

class FailureDescriptionTest {
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

    assertEquals("DuplicateKeyException 23505", FailureDescription.of(failure));
    assertEquals(
        "DuplicateKeyException 23505",
        FailureDescription.of(new CamelExecutionException(SECRET, null, failure)));
  }

  @Test
  void showsNoFailureToTheLogUnlessToldTo() {
    assertNull(FailureDescription.shown(new IllegalStateException(SECRET)));
    for (String off : new String[] {null, "", " ", "none", "NONE", "0"}) {
      assertFalse(FailureDescription.isShown(off), off);
    }
    for (String on : new String[] {"full", "short", "3"}) {
      assertTrue(FailureDescription.isShown(on), on);
    }
  }

  @Test
  void namesThePlace() {
    assertEquals(
        "IOException at event-link-created/tell-accounting",
        FailureDescription.of(
            new IOException(SECRET),
            new FailedStep.Place("event-link-created", "tell-accounting")));
    assertEquals("IOException", FailureDescription.of(new IOException(SECRET), null));
  }

  @Test
  void namesTheStatusOfAnHttpFailureButNothingElseOfIt() {
    var failure =
        new HttpOperationFailedException(
            "http://127.0.0.1/" + SECRET, 503, SECRET, null, Map.of("X", SECRET), SECRET);

    assertEquals("HttpOperationFailedException 503", FailureDescription.of(failure));
  }

  @Test
  void namesTheClassOfAnyOtherFailure() {
    assertEquals("ConnectException", FailureDescription.of(new ConnectException(SECRET)));
    assertEquals("OutOfMemoryError", FailureDescription.of(new OutOfMemoryError(SECRET)));
    assertEquals(
        "IOException",
        FailureDescription.of(new RuntimeCamelException(SECRET, new IOException(SECRET))));
    assertEquals("RuntimeCamelException", FailureDescription.of(new RuntimeCamelException(SECRET)));
    assertEquals(
        "IOException",
        FailureDescription.of(new CamelExchangeException(SECRET, null, new IOException(SECRET))));
    assertEquals("SQLException", FailureDescription.of(new SQLException(SECRET)));
  }

  @Test
  void namesAnAnonymousClassToo() {
    assertEquals(
        getClass().getName() + "$1", FailureDescription.of(new IllegalStateException(SECRET) {}));
  }

  @Test
  void quotesWhatARouteItselfSays() {
    var failure = new RuntimeCamelException(new UnrecoverableException("its payload was erased"));

    assertEquals("UnrecoverableException: its payload was erased", FailureDescription.of(failure));
  }
}
