package io.m2mbridge.console;

import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Lets every header in and out except for Camel's own. Camel's default for HTTP drops {@code
 * Cache-Control} from an answer.
 */
public final class ConsoleHeaders implements HeaderFilterStrategy {
  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return isCamels(name) || name.equalsIgnoreCase("content-type");
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return isCamels(name);
  }

  private static boolean isCamels(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith("camel");
  }
}
