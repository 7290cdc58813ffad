package io.m2mbridge.settings;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.FileUtil;

/** The route files of a bridge within another application. */
public final class HostRoutes {
  private HostRoutes() {}

  /**
   * Returns the files in the jar and the application's own, by their names. A file of the
   * application is in the place of the jar's file of the same name.
   *
   * @param folder {@code file:} or {@code classpath:} and a path; empty for none
   * @throws ConfigurationException if the folder has no file of routes
   */
  public static Map<String, Resource> of(CamelContext context, String folder) {
    Map<String, Resource> files = new TreeMap<>();
    for (String name : ShippedRoutes.names()) {
      files.put(name, ResourceHelper.resolveResource(context, "classpath:routes/" + name));
    }
    in(context, folder).forEach(file -> files.put(FileUtil.stripPath(file.getLocation()), file));
    return files;
  }

  /**
   * Returns the application's own files.
   *
   * @param folder {@code file:} or {@code classpath:} and a path; empty for none
   * @throws ConfigurationException if the folder has no file of routes
   */
  public static Collection<Resource> in(CamelContext context, String folder) {
    if (folder.isEmpty()) {
      return List.of();
    }
    Collection<Resource> files;
    try {
      files =
          PluginHelper.getPackageScanResourceResolver(context)
              .findResources(folder + "/*.camel.yaml");
    } catch (Exception e) {
      files = List.of();
    }
    if (files.isEmpty()) {
      throw new ConfigurationException(
          "m2m.routes.folder (M2M_ROUTES_FOLDER) is "
              + folder
              + ", which has no *.camel.yaml: set it to a folder, as in file:routes-of-ours or"
              + " classpath:routes-of-ours.");
    }
    return files;
  }
}
