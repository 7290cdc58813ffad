package io.m2mbridge.settings;

import org.apache.camel.Ordered;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * Resolves placeholders from environment variables, then from system properties, as Camel itself
 * does. A variable that Kubernetes sets for a service counts as not set.
 */
final class Surroundings implements PropertiesSource, Ordered {
  @Override
  public String getName() {
    return "environment";
  }

  @Override
  public @Nullable String getProperty(String name) {
    String value = IOHelper.lookupEnvironmentVariable(name);
    boolean isSet =
        value != null
            && !(name.startsWith("m2m.") && ServiceLinks.contain(Settings.variable(name), value));
    return isSet ? value : System.getProperty(name);
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST;
  }
}
