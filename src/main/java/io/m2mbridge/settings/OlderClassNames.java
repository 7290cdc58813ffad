package io.m2mbridge.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ClassResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The class names of earlier releases. A site's copies of {@code beans}, of routes and of the
 * kamelets name classes, and go on working after a class has moved to another package.
 */
public final class OlderClassNames {
  private static final Logger LOG = LoggerFactory.getLogger(OlderClassNames.class);
  private static final String ROOT = "io.m2mbridge.";

  /** Every class of theirs that a YAML file could name, without {@link #ROOT}. */
  private static final Map<String, String> MOVED =
      Map.ofEntries(
          Map.entry("MetricsRegistry", "start.MetricsRegistry"),
          Map.entry("delivery.CaffeineDeliveryRepository", "inbox.CaffeineDeliveryRepository"),
          Map.entry("delivery.DatabaseHealthCheck", "dispatch.DatabaseHealthCheck"),
          Map.entry("delivery.DeliveryComponent", "dispatch.DeliveryComponent"),
          Map.entry("delivery.DeliveryMetrics", "dispatch.DeliveryMetrics"),
          Map.entry("delivery.EffectsOncePolicy", "dispatch.EffectsOncePolicy"),
          Map.entry("delivery.ForwardBody", "outbound.ForwardBody"),
          Map.entry("delivery.Inbox", "inbox.Inbox"),
          Map.entry("delivery.JdbcDeliveryRepository", "inbox.JdbcDeliveryRepository"),
          Map.entry("delivery.LeaseLostException", "dispatch.LeaseLostException"),
          Map.entry("delivery.NoteFailure", "webhook.NoteFailure"),
          Map.entry("delivery.NoticeComponent", "notice.NoticeComponent"),
          Map.entry("delivery.OutsideOncePolicy", "dispatch.OutsideOncePolicy"),
          Map.entry("delivery.OwnTransactionPolicy", "jdbc.OwnTransactionPolicy"),
          Map.entry("delivery.RouteException", "failure.RouteException"),
          Map.entry("delivery.SiteClient", "outbound.SiteClient"),
          Map.entry("delivery.StoreDelivery", "inbox.StoreDelivery"),
          Map.entry("delivery.StoreRecord", "inbox.StoreRecord"),
          Map.entry("delivery.StoreUnavailableException", "inbox.StoreUnavailableException"),
          Map.entry("delivery.TransientException", "failure.TransientException"),
          Map.entry("delivery.UnrecoverableException", "failure.UnrecoverableException"));

  private OlderClassNames() {}

  /** The name by which a class is found: today's name of one that has moved, else the same. */
  public static String current(String name) {
    String moved = name.startsWith(ROOT) ? MOVED.get(name.substring(ROOT.length())) : null;
    return moved == null ? name : ROOT + moved;
  }

  /** Lets a context find classes by their older names, too. */
  public static void install(CamelContext context) {
    ClassResolver wrapped = context.getClassResolver();
    Set<String> told = ConcurrentHashMap.newKeySet();
    context.setClassResolver(
        (ClassResolver)
            Proxy.newProxyInstance(
                OlderClassNames.class.getClassLoader(),
                new Class<?>[] {ClassResolver.class},
                (proxy, method, args) -> {
                  if (args != null && args[0] instanceof String name) {
                    String current = current(name);
                    if (!current.equals(name) && told.add(name)) {
                      LOG.info("the class {} has moved: name it {} in your YAML", name, current);
                    }
                    args[0] = current;
                  }
                  try {
                    return method.invoke(wrapped, args);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                }));
  }
}
