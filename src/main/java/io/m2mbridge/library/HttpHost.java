package io.m2mbridge.library;

import org.apache.camel.CamelContext;

/** What differs by the HTTP server of the application. */
final class HttpHost {
  private static final String ENGINE = "platform-http-engine";
  private static final String SERVLETS = "org.apache.camel.component.platform.http.springboot";

  private HttpHost() {}

  /**
   * On Spring Boot, Camel decodes a body to text unless it is taken as a stream; the signature is
   * of the bytes.
   */
  static void prepare(CamelContext context) {
    Object engine = context.getRegistry().lookupByName(ENGINE);
    if (engine != null && engine.getClass().getName().startsWith(SERVLETS)) {
      context.getPropertiesComponent().addInitialProperty("m2m.http.streaming", "true");
    }
  }
}
