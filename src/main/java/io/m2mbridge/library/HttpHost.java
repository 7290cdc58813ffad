package io.m2mbridge.library;

import org.apache.camel.CamelContext;

/** Adapts the bridge to the application's HTTP server. */
final class HttpHost {
  private static final String ENGINE = "platform-http-engine";
  private static final String SERVLETS = "org.apache.camel.component.platform.http.springboot";

  private HttpHost() {}

  /**
   * Makes Camel read bodies as streams on Spring Boot. Otherwise it would decode them to text
   * there, and the signature covers the raw bytes.
   */
  static void prepare(CamelContext context) {
    Object engine = context.getRegistry().lookupByName(ENGINE);
    if (engine != null && engine.getClass().getName().startsWith(SERVLETS)) {
      context.getPropertiesComponent().addInitialProperty("m2m.http.streaming", "true");
    }
  }
}
