package io.m2mbridge.simulator;

import java.util.random.RandomGenerator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How often something happens.
 *
 * @param share of all times, 0 to 1
 */
record Rate(double share) {
  static final Rate NEVER = new Rate(0);
  static final Rate ALWAYS = new Rate(1);

  boolean hits(RandomGenerator random) {
    // Drawn in any case, so that a rate of 0 leaves the seed's next choice where it was.
    return random.nextDouble() < share;
  }

  /** Reads {@code 10%} or {@code 0.1}. */
  static final class Converter implements ITypeConverter<Rate> {
    @Override
    public Rate convert(String text) {
      try {
        double share =
            text.endsWith("%")
                ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                : Double.parseDouble(text);
        if (share >= 0 && share <= 1) {
          return new Rate(share);
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new TypeConversionException(
          "'" + text + "' is no rate: give 10%, say, or 0.1, between 0% and 100%");
    }
  }
}
