package io.m2mbridge.check;

import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;
import io.m2mbridge.settings.KnownSettings;
import io.m2mbridge.settings.OlderClassNames;
import io.m2mbridge.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Camel's model of the routes of a site: nothing is built and nothing runs. In place of a bean, the
 * registry has its class.
 */
final class RouteModel {
  private RouteModel() {}

  /**
   * Adds the routes to the context of the settings, which is not started.
   *
   * @param site whose files have no error
   */
  static CamelContext load(Site site, Settings settings) {
    CamelContext context = settings.context();
    OlderClassNames.install(context);
    site.files().forEach(file -> bindTypes(context, file));
    bindShippedTypes(context);
    try {
      for (RouteFile file : site.files()) {
        String text = withoutBeans(file);
        if (!text.isBlank()) {
          PluginHelper.getRoutesLoader(context)
              .loadRoutes(ResourceHelper.fromString(file.path(), text));
        }
      }
    } catch (Exception e) {
      throw RuntimeCamelException.wrapRuntimeException(e);
    }
    return context;
  }

  /** Binds the classes of the bridge's own beans. */
  static void bindShippedTypes(CamelContext context) {
    bindTypes(context, RouteFile.of("beans", KnownSettings.shippedBeans()));
  }

  /** Binds the class of each bean whose name has none yet. */
  private static void bindTypes(CamelContext context, RouteFile file) {
    for (YamlNode document : file.documents()) {
      for (YamlNode item : document.items()) {
        YamlNode beans = item.get("beans");
        for (YamlNode bean : beans == null ? List.<YamlNode>of() : beans.items()) {
          String name = bean.text("name");
          String type = bean.text("type");
          if (name != null && type != null && context.getRegistry().lookupByName(name) == null) {
            Class<?> found =
                context.getClassResolver().resolveClass(type.replaceFirst("^#class:", ""));
            if (found != null) {
              context.getRegistry().bind(name, found);
            }
          }
        }
      }
    }
  }

  /** The text of a file without the items that make beans. */
  private static String withoutBeans(RouteFile file) {
    List<String> lines = new ArrayList<>(file.text().lines().toList());
    for (YamlNode document : file.documents()) {
      List<YamlNode> items = document.items();
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i).get("beans") != null) {
          int end = i + 1 < items.size() ? items.get(i + 1).place().line() - 1 : lines.size();
          for (int line = items.get(i).place().line() - 1; line < end; line++) {
            lines.set(line, "");
          }
        }
      }
    }
    return String.join("\n", lines);
  }
}
