package io.m2mbridge.dev;

import io.m2mbridge.reply.ApiOrigin;
import io.m2mbridge.server.TlsSettings;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.webhook.Signature;
import java.net.URI;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the dev profile adds to a running bridge: saved edits, the demo and the welcome text. */
public final class DevProfile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DevProfile.class);

  private final Demo.@Nullable Running demo;

  private DevProfile(Demo.@Nullable Running demo) {
    this.demo = demo;
  }

  /**
   * Starts it.
   *
   * @param hasOwnDatabase whether the bridge uses a {@link DevDatabase}; the demo needs one,
   *     because it adds users
   * @throws io.m2mbridge.settings.ConfigurationException if the port of the demo's API is taken
   */
  public static DevProfile start(CamelContext context, boolean hasOwnDatabase) {
    CommandFile.write();
    LiveEdit.watch(context);
    Settings settings = new Settings(context);
    Runnable welcome = () -> DevWelcome.print(settings);
    Optional<Demo> available = hasOwnDatabase && isDemo(settings) ? Demo.find() : Optional.empty();
    if (available.isPresent()) {
      return new DevProfile(available.get().start(demonstrated(settings, context), welcome));
    }
    welcome.run();
    return new DevProfile(null);
  }

  /** Whether the demo is enabled, and its API can listen at {@code m2m.api.base-url}. */
  private static boolean isDemo(Settings settings) {
    boolean isEnabled = settings.get("m2m.demo").equals("true");
    URI api = URI.create(settings.get("m2m.api.base-url"));
    // ApiOrigin accepts plain HTTP on loopback only.
    boolean isHere = ApiOrigin.of(api.toString()).scheme().equals("http") && api.getPort() > 0;
    if (isEnabled && TlsSettings.areSet(settings::get)) {
      LOG.info("no demo: it sends webhooks over plain HTTP, and m2m.http.tls is set");
      return false;
    }
    if (isEnabled && !isHere) {
      LOG.info(
          "no demo: m2m.api.base-url is {}, which isn't http with an address and port of this machine",
          api);
    }
    return isEnabled && isHere;
  }

  private static Demo.Bridge demonstrated(Settings settings, CamelContext context) {
    return new Demo.Bridge(
        DevWelcome.webhooks(settings),
        Signature.secretsIn(settings.get("m2m.webhook.secret")).get(0),
        settings.get("m2m.api.key"),
        URI.create(settings.get("m2m.api.base-url")),
        context.getRegistry().lookupByNameAndType("dataSource", DataSource.class),
        context);
  }

  /** Stops the demo. */
  @Override
  public void close() {
    if (demo != null) {
      demo.close();
    }
  }
}
