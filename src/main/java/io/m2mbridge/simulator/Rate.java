package io.m2mbridge.simulator;

import java.util.random.RandomGenerator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The rate of a fault.
 *
 * @param share the share of cases, 0 to 1
 */
record Rate(double share) {
  static final Rate NEVER = new Rate(0);
  static final Rate ALWAYS = new Rate(1);

  boolean hits(RandomGenerator random) {
    // Always draw, so that a rate of 0 doesn't change the following choices of a seed.
    return random.nextDouble() < share;
  }

  /** Parses {@code 10%} or {@code 0.1}. */
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
        // reported below
      }
      throw new TypeConversionException(
          "'" + text + "' isn't a rate: use a value such as 10% or 0.1, between 0% and 100%");
    }
  }
}
