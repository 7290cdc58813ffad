package io.m2mbridge.dev;

import java.net.URI;
import java.util.Optional;
import java.util.ServiceLoader;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;

/** A simulated M2M next to a bridge of the dev profile. The simulator's jar provides it. */
public interface Demo {
  /**
   * Starts the demo.
   *
   * @param bridge the running bridge
   * @param afterFirst runs once the first user's journey has ended
   * @throws io.m2mbridge.settings.ConfigurationException if the port of M2M's API is taken
   */
  Running start(Bridge bridge, Runnable afterFirst);

  /** Returns the demo on the class path, or empty without the simulator's jar. */
  static Optional<Demo> find() {
    return ServiceLoader.load(Demo.class, Demo.class.getClassLoader()).findFirst();
  }

  /** A running demo. */
  interface Running extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * The bridge that the demo is for.
   *
   * @param webhookUrl the URL of its webhook listener
   * @param secret its webhook secret
   * @param apiKey its key for M2M's API
   * @param apiUrl the URL at which it calls M2M's API: an address and port of this machine
   * @param database the database with its tables; the demo adds its users
   * @param context the bridge's Camel context
   */
  record Bridge(
      String webhookUrl,
      String secret,
      String apiKey,
      URI apiUrl,
      DataSource database,
      CamelContext context) {
    /** Omits the secrets. */
    @Override
    public String toString() {
      return "Bridge[" + webhookUrl + "]";
    }
  }
}
