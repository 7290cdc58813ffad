package io.m2mbridge.kamelets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** An application of one bare YAML route, which uses a Kamelet by camel-kamelet. */
final class KameletHost implements AutoCloseable {
  private final Main main = new Main();

  /**
   * Starts it.
   *
   * @param folder where the route's file is written
   * @param settings Camel's, and those that the route names
   */
  KameletHost(Path folder, String route, Map<String, String> settings) {
    main.setDefaultPropertyPlaceholderLocation("file:none.properties;optional=true");
    main.addOverrideProperty("camel.main.routesIncludePattern", "file:" + folder + "/*.yaml");
    settings.forEach(main::addOverrideProperty);
    try {
      Files.writeString(folder.resolve("our.camel.yaml"), route);
      main.start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  CamelContext context() {
    return main.getCamelContext();
  }

  @Override
  public void close() {
    main.stop();
    main.shutdown();
  }
}
