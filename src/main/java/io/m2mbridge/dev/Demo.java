package io.m2mbridge.dev;

import java.net.URI;
import java.util.Optional;
import java.util.ServiceLoader;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;

/** M2M, played next to a bridge of the dev profile. The simulator's jar brings it. */
public interface Demo {
  /**
   * Starts it.
   *
   * @param bridge the bridge that runs
   * @param afterFirst told once the first user's journey is over
   * @throws io.m2mbridge.settings.ConfigurationException if the port of M2M's API is taken
   */
  Running start(Bridge bridge, Runnable afterFirst);

  /** The demo on the class path; empty without the simulator's jar. */
  static Optional<Demo> find() {
    return ServiceLoader.load(Demo.class, Demo.class.getClassLoader()).findFirst();
  }

  /** A demo that was started. */
  interface Running extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * The bridge that the demo is for.
   *
   * @param webhookUrl where it takes webhooks
   * @param secret its webhook secret
   * @param apiKey its key for M2M's API
   * @param apiUrl where it expects M2M's API: an address of this machine, and a port
   * @param database its tables; the demo's users are added to them
   */
  record Bridge(
      String webhookUrl,
      String secret,
      String apiKey,
      URI apiUrl,
      DataSource database,
      CamelContext context) {
    /** Without the secrets. */
    @Override
    public String toString() {
      return "Bridge[" + webhookUrl + "]";
    }
  }
}
