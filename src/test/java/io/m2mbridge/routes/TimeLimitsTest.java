package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each time limit of the routes and their beans, by something that blocks for longer. All of them
 * wait at the same time; those of slow brokers, of webhooks and of {@code ApiClient} have tests of
 * their own.
 */
@Tag("verify")
class TimeLimitsTest extends BlockedCalls {
  @Test
  void theLookUpOfUserDataEndsAfterFiveSeconds() {
    Ended ended = assertFailsWithin(Duration.ofSeconds(5), lookUp);
    assertEquals("57014", ended.sqlState());
    assertTrue(ended.after().compareTo(Duration.ofMillis(4_900)) > 0, ended.after()::toString);
  }

  @Test
  void anSqlStepEndsAfterTenSeconds() {
    assertFailsWithin(Duration.ofSeconds(10), sqlStep);
  }

  @Test
  void aTransactionIsIdleForTenSecondsAtMost() {
    assertFailsWithin(Duration.ofSeconds(10), idleTransaction);
  }

  @Test
  void aSiteThatNeverAnswersIsGivenUpAfterTenSeconds() {
    assertFailsWithin(Duration.ofSeconds(10), silentSite);
  }

  @Test
  void aSiteThatIsNotThereIsGivenUpAfterTwoSeconds() {
    assertFailsWithin(Duration.ofSeconds(2), farSite);
  }

  @Test
  void aTlsHandshakeThatDoesNotComeIsGivenUpAfterTwoSeconds() {
    assertFailsWithin(Duration.ofSeconds(2), silentTls);
  }

  @Test
  void anApiThatIsNotThereIsGivenUpAfterTwoSeconds() {
    assertFailsWithin(Duration.ofSeconds(2), farApi);
  }

  @Test
  void aSiteWithoutAFreeConnectionIsWaitedForForTwoSeconds() {
    assertFailsWithin(Duration.ofSeconds(2), crowdedSite);
  }

  @Test
  void aBrokerThatNeverAnswersIsGivenUpAfterThreeSeconds() {
    assertFailsWithin(Duration.ofSeconds(3), silentBroker);
  }

  @Test
  void aConnectionThatIsDeadIsGivenUpAfterTenSeconds() {
    assertFailsWithin(Duration.ofSeconds(10), pulledQuery);
  }

  @Test
  void aConnectionIsWaitedForForTwoSeconds() {
    assertFailsWithin(Duration.ofSeconds(2), pulledConnection);
  }

  @Test
  void aDatabaseThatSaysNothingIsGivenUpAfterTenSeconds() {
    assertFailsWithin(Duration.ofSeconds(10), silentDatabase);
  }

  @Test
  void aDatabaseThatIsNotThereIsGivenUpAfterTwoSeconds() {
    assertFailsWithin(Duration.ofSeconds(2), farDatabase);
  }
}
