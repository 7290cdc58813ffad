package io.m2mbridge.library;

import io.m2mbridge.settings.HostRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Loads the route files in the jar. The application may replace single files. */
public final class LibraryRoutes {
  private static final String BEANS = "beans.camel.yaml";

  private final CamelContext context;

  public LibraryRoutes(CamelContext context) {
    this.context = context;
  }

  /**
   * Loads the beans and then the routes. A bean is skipped if the application has one of its name.
   *
   * @param folder a folder whose files replace those of the same name and add others: {@code file:}
   *     or {@code classpath:} and a path; empty for none
   */
  void load(String folder) {
    Map<String, Resource> files = HostRoutes.of(context, folder);
    Resource beans = files.remove(BEANS);
    RoutesLoader loader = PluginHelper.getRoutesLoader(context);
    try {
      loader.loadRoutes(withoutThoseOfTheApplication(beans));
      addMissingBeans();
      loader.loadRoutes(files.values());
      FormerRoutes.addTo(context);
    } catch (Exception e) {
      throw RuntimeCamelException.wrapRuntimeException(e);
    }
  }

  /** Adds the beans that an older beans file lacks, because newer routes may name them. */
  public void addMissingBeans() throws Exception {
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            withoutThoseOfTheApplication(
                ResourceHelper.resolveResource(context, "classpath:routes/" + BEANS)));
  }

  /**
   * Removes the beans that the application has. Otherwise Camel would replace the application's
   * beans.
   */
  @SuppressWarnings("unchecked") // a beans file is a list of maps, or Camel refuses it later
  private Resource withoutThoseOfTheApplication(Resource beans) throws IOException {
    Object yaml;
    try (InputStream in = beans.getInputStream()) {
      yaml = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
    }
    for (Map<String, Object> each : (List<Map<String, Object>>) yaml) {
      if (each.get("beans") instanceof List<?> list) {
        ((List<Map<String, Object>>) list).removeIf(this::isOfTheApplication);
      }
    }
    String text = new Dump(DumpSettings.builder().build()).dumpToString(yaml);
    return ResourceHelper.fromString(BEANS, text);
  }

  private boolean isOfTheApplication(Map<String, Object> bean) {
    return context.getRegistry().lookupByName(String.valueOf(bean.get("name"))) != null;
  }
}
