package io.m2mbridge.simulator;

import java.time.Duration;
import org.apache.camel.util.TimeUtils;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as the settings have them: {@code 30s}, {@code 5m}, {@code 500ms}. */
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      // Camel ignores a sign.
      if (text.matches("[0-9].*")) {
        return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new TypeConversionException("'" + text + "' is no duration: give 30s, 5m or 500ms, say");
  }
}
