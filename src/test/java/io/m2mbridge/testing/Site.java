package io.m2mbridge.testing;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * An endpoint of the site's, {@link #URI}, that does what the test says; unlike a mock it takes
 * many exchanges at once.
 */
public final class Site {
  public static final String URI = "class:" + Site.class.getName() + "?method=take";

  private static volatile Processor processor = exchange -> {};

  public Site() {
    // made by Camel
  }

  /** Sets what it does from now on; until a test sets it, nothing. */
  public static void does(Processor next) {
    processor = next;
  }

  public void take(Exchange exchange) throws Exception {
    processor.process(exchange);
  }
}
