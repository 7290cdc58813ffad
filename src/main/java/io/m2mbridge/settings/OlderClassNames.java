package io.m2mbridge.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ClassResolver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps the class names of earlier releases to the current ones. A site's copies of {@code beans},
 * of routes and of the kamelets name classes. They must keep working after a class has moved to
 * another package.
 */
public final class OlderClassNames {
  private static final Logger LOG = LoggerFactory.getLogger(OlderClassNames.class);
  private static final String ROOT = "io.m2mbridge.";

  /**
   * From each old class name that a YAML file could contain to the current one, both without {@link
   * #ROOT}.
   */
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

  /** Returns the current name of a class that has moved, or the given name if it hasn't. */
  public static String current(String name) {
    String moved = name.startsWith(ROOT) ? MOVED.get(name.substring(ROOT.length())) : null;
    return moved == null ? name : ROOT + moved;
  }

  /** Returns the current names of the classes that have moved. */
  public static List<String> moved() {
    return MOVED.values().stream().map(name -> ROOT + name).sorted().toList();
  }

  /** Whether a name, today's or an older one, names the class; false where it is null. */
  public static boolean isNameOf(Class<?> type, @Nullable String name) {
    return name != null && current(name).equals(type.getName());
  }

  /** Makes a context resolve the older names in addition. The log names each one once. */
  public static void install(CamelContext context) {
    ClassResolver wrapped = context.getClassResolver();
    Set<String> logged = ConcurrentHashMap.newKeySet();
    context.setClassResolver(
        (ClassResolver)
            Proxy.newProxyInstance(
                OlderClassNames.class.getClassLoader(),
                new Class<?>[] {ClassResolver.class},
                (proxy, method, args) -> {
                  if (args != null && args[0] instanceof String name) {
                    String current = current(name);
                    if (!current.equals(name) && logged.add(name)) {
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
