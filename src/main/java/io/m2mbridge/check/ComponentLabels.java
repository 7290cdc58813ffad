package io.m2mbridge.check;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.spi.PropertiesComponent;

/** The labels of components in Camel's catalog. Each component's entry is read once. */
final class ComponentLabels {
  private static final Pattern LABEL = Pattern.compile("\"label\": *\"([^\"]*)\"");

  private final CamelContext context;
  private final Map<String, String> known = new HashMap<>();

  ComponentLabels(CamelContext context) {
    this.context = context;
  }

  CamelContext context() {
    return context;
  }

  /**
   * Returns the labels of a component, or an empty string if Camel doesn't know it. A placeholder
   * in the place of the scheme counts as such a component. On Quarkus, Camel would look the
   * placeholder up as a setting and fail.
   */
  String of(String scheme) {
    return scheme.contains(PropertiesComponent.PREFIX_TOKEN)
        ? ""
        : known.computeIfAbsent(scheme, this::read);
  }

  private String read(String scheme) {
    try {
      String about =
          context instanceof CatalogCamelContext catalog
              ? catalog.getComponentParameterJsonSchema(scheme)
              : null;
      Matcher label = LABEL.matcher(about == null ? "" : about);
      return label.find() ? label.group(1) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
