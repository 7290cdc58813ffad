package io.m2mbridge.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClaimHealthTest {
  @Test
  void isWellOnceAClaimHasWorked() {
    ClaimHealth claims = new ClaimHealth();
    assertEquals("no claim has worked yet", claims.trouble());
    assertTrue(claims.failed("BadSqlGrammarException 42883"));
    assertEquals("BadSqlGrammarException 42883", claims.trouble());
    assertTrue(claims.succeeded());

    assertNull(claims.trouble());
  }

  @Test
  void forgivesAFailureThatDoesNotLast() {
    ClaimHealth claims = new ClaimHealth(Duration.ofHours(1));
    claims.succeeded();
    assertTrue(claims.failed("QueryTimeoutException"));
    assertFalse(claims.failed("QueryTimeoutException"));

    assertNull(claims.trouble());
  }

  @Test
  void namesAFailureThatLasts() {
    ClaimHealth claims = new ClaimHealth(Duration.ZERO);
    claims.succeeded();
    claims.failed("DataAccessResourceFailureException 57014");

    assertEquals("DataAccessResourceFailureException 57014", claims.trouble());
  }
}
