package io.m2mbridge.simulator;

import java.time.Duration;
import org.apache.camel.util.TimeUtils;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses durations in the format of the settings: {@code 30s}, {@code 5m}, {@code 500ms}. */
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      // Camel would ignore a sign.
      if (text.matches("[0-9].*")) {
        return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw new TypeConversionException(
        "'" + text + "' isn't a duration: use a value such as 30s, 5m or 500ms");
  }
}
