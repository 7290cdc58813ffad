package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class RateTest {
  private static final long SEED = 41;
  private static final int MANY = 10_000;

  private final Random random = new Random(SEED);
  private final Rate.Converter converter = new Rate.Converter();

  private long hits(Rate rate) {
    return IntStream.range(0, MANY).filter(i -> rate.hits(random)).count();
  }

  @Test
  void hitsNeverOrEachTimeAtItsEnds() {
    assertEquals(0, hits(Rate.NEVER));
    assertEquals(MANY, hits(Rate.ALWAYS));
  }

  @Test
  void hitsItsShareOfAllTimes() {
    long hits = hits(new Rate(0.3));

    assertTrue(hits > 0.28 * MANY && hits < 0.32 * MANY, hits + " hits");
  }

  @Test
  void leavesTheOtherChoicesOfASeedAlone() {
    Random other = new Random(SEED);
    assertTrue(Rate.ALWAYS.hits(random));
    assertFalse(Rate.NEVER.hits(other));

    assertEquals(random.nextLong(), other.nextLong());
  }

  @ParameterizedTest
  @CsvSource({"10%, 0.1", "0.1, 0.1", "100%, 1", "1, 1", "0%, 0", "0, 0", "2.5%, 0.025"})
  void readsAPercentageOrAShare(String text, double share) {
    assertEquals(share, converter.convert(text).share(), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "ten", "-1%", "-0.1", "101%", "1.1", "10", "NaN", "1%%"})
  void refusesWhatIsNoRate(String text) {
    TypeConversionException refusal =
        assertThrows(TypeConversionException.class, () -> converter.convert(text));

    assertTrue(String.valueOf(refusal.getMessage()).contains("between 0% and 100%"));
  }
}
