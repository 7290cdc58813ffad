package io.m2mbridge.start;

import com.sun.management.UnixOperatingSystemMXBean;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that the limit of open files allows the configured connections. Without a free file
 * descriptor, the bridge can neither accept a webhook nor connect to the database, and webhooks
 * hang.
 */
final class FileLimit {
  /** The minimum of connections for webhooks. With fewer, M2M itself may find no free one. */
  static final int FEWEST_CONNECTIONS = 50;

  /**
   * File descriptors for what is opened later and not counted: event loops, brokers, written files,
   * the management listener, and connections that are refused or in a TLS handshake.
   */
  static final int RESERVE = 100;

  private static final int OF_RESERVE_FOR_REFUSED = 50;

  private static final Logger LOG = LoggerFactory.getLogger(FileLimit.class);

  private final Settings settings;

  private FileLimit(Settings settings) {
    this.settings = settings;
  }

  /**
   * Lowers {@code m2m.http.max-connections} to what the limit of open files allows.
   *
   * @return the maximum number of open connections, including those that are refused
   * @throws ConfigurationException if fewer than {@link #FEWEST_CONNECTIONS} would be left
   */
  static int respect(Settings settings) {
    // Some platforms have no such limit.
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      openAllJars();
      return respect(
          settings, system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount());
    }
    return Integer.MAX_VALUE;
  }

  /** Makes the class loader open all jars now, as it would later. It keeps them open. */
  private static void openAllJars() {
    try {
      FileLimit.class.getClassLoader().getResources("m2m/none").hasMoreElements();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Like {@link #respect(Settings)}, with given numbers.
   *
   * @param limit the maximum number of open files; 0 or less means no limit
   * @param open the number of files that are open now
   */
  static int respect(Settings settings, long limit, long open) {
    return new FileLimit(settings).respect(limit, open);
  }

  private int respect(long limit, long open) {
    if (limit <= 0) {
      return Integer.MAX_VALUE;
    }
    long wanted = count("m2m.http.max-connections");
    long needed = open + ownConnections() + RESERVE;
    long fitting = limit - needed;
    int mostAccepted = (int) Math.min(fitting + OF_RESERVE_FOR_REFUSED, Integer.MAX_VALUE);
    if (fitting >= wanted) {
      return mostAccepted;
    }
    String advice =
        "set it to "
            + (needed + wanted)
            + " or more (ulimit -n; LimitNOFILE of systemd; --ulimit nofile of Docker)";
    if (fitting < Math.min(FEWEST_CONNECTIONS, wanted)) {
      throw new ConfigurationException(
          "The limit of open files is "
              + limit
              + ", of which the bridge itself needs "
              + needed
              + ", so that too few are left for webhooks: "
              + advice
              + ".");
    }
    LOG.warn(
        "the limit of open files is {}, of which the bridge itself needs {}:"
            + " m2m.http.max-connections is lowered from {} to {}; for all of them {}",
        limit,
        needed,
        wanted,
        fitting,
        advice);
    settings.override("m2m.http.max-connections", String.valueOf(fitting));
    return mostAccepted;
  }

  /**
   * Returns the bridge's outgoing connections: the database pool, and for each worker one to M2M's
   * API and one to a forward endpoint.
   */
  private long ownConnections() {
    long database = settings.usesDatabase() ? count("m2m.database.pool-size") : 0;
    long workers = count("m2m.dispatch.workers") + count("m2m.dispatch.data-request-workers");
    return database + 2 * workers;
  }

  private long count(String key) {
    return Long.parseLong(settings.get(key));
  }
}
