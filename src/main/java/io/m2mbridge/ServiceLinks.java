package io.m2mbridge;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;

/**
 * The variables that Kubernetes sets in a pod for each service of its namespace. For a service
 * {@code m2m-http} one of them is {@code M2M_HTTP_PORT}, {@code tcp://10.0.0.1:80}, which is no
 * setting: as a parser of Camel's placeholders, this takes it for one that isn't set.
 */
final class ServiceLinks extends DefaultPropertiesParser {
  private static final Pattern NAME =
      Pattern.compile(
          ".+_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)|.+_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");
  private static final Pattern VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

  ServiceLinks(PropertiesComponent properties) {
    super(properties);
  }

  /** Whether a variable is one that Kubernetes made. */
  static boolean contain(String variable, String value) {
    return NAME.matcher(variable).matches()
        || (variable.endsWith("_PORT") && VALUE.matcher(value).matches());
  }

  /** The variable of a setting as Kubernetes would set it, rather than anyone else. */
  private static boolean shadows(Map<String, String> environment, String key, String value) {
    String variable = Settings.variable(key);
    return value.equals(environment.get(variable)) && contain(variable, value);
  }

  @Override
  public String parseProperty(String key, String value, PropertiesLookup properties) {
    if (value == null || !key.startsWith("m2m.") || !shadows(System.getenv(), key, value)) {
      return value;
    }
    String property = System.getProperty(key);
    return property != null ? property : properties.lookup(key, null);
  }
}
