package io.m2mbridge.testing;

import io.m2mbridge.testkit.Bridge;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A recipe of docs/brokers.md, as it is printed there but for the broker's port. */
public enum BrokerRecipe {
  ARTEMIS("## ActiveMQ Artemis", "localhost:61616") {
    @Override
    public Broker startBroker() {
      return ArtemisBroker.startNew();
    }
  },
  KAFKA("## Kafka", "localhost:9092") {
    @Override
    public Broker startBroker() {
      return KafkaBroker.startNew();
    }
  };

  private final String heading;
  private final String address;

  BrokerRecipe(String heading, String address) {
    this.heading = heading;
    this.address = address;
  }

  /** Starts a new, empty broker of its kind. */
  public abstract Broker startBroker();

  /** What goes into {@code application.properties}, for a broker on a port of this machine. */
  public Map<String, String> settings(int port) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(block("properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new HashMap<>();
    properties.forEach(
        (key, value) ->
            settings.put((String) key, ((String) value).replace(address, "127.0.0.1:" + port)));
    return settings;
  }

  /**
   * The same for a bridge in this JVM.
   *
   * @param folder an empty one, for the recipe's route
   */
  public Map<String, String> settings(int port, Path folder) {
    Map<String, String> settings = settings(port);
    if (writeRoute(folder)) {
      settings.put(
          "camel.main.routesIncludePattern",
          "file:routes/beans.camel.yaml,file:routes/*.camel.yaml,file:" + folder + "/*.camel.yaml");
    }
    return settings;
  }

  /** Starts a bridge in this JVM without a database, which hands its events to the broker. */
  public Bridge startBridge(int port, Path folder) {
    Map<String, String> settings = settings(port, folder);
    settings.put("m2m.deliveries.repository", "caffeine");
    settings.put("m2m.database.url", "");
    settings.put("m2m.database.username", "");
    settings.put("m2m.api.key", "");
    return Bridge.start(settings);
  }

  /** Writes settings and route into a folder that a bridge runs in. */
  public void writeTo(Path folder, int port) {
    Properties properties = new Properties();
    properties.putAll(settings(port));
    try (Writer file = Files.newBufferedWriter(folder.resolve("application.properties"))) {
      properties.store(file, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    writeRoute(folder.resolve("routes"));
  }

  /** Whether there is a route to write. */
  private boolean writeRoute(Path folder) {
    String route = block("yaml");
    if (route.isEmpty()) {
      return false;
    }
    try {
      Files.writeString(folder.resolve("forward-to-kafka.camel.yaml"), route);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String block(String language) {
    try {
      String page = Files.readString(Path.of("docs", "brokers.md"));
      int from = page.indexOf(heading);
      int to = page.indexOf("\n## ", from);
      String section = page.substring(from, to < 0 ? page.length() : to);
      String fence = "```" + language + "\n";
      int start = section.indexOf(fence);
      return start < 0
          ? ""
          : section.substring(start + fence.length(), section.indexOf("```", start + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
