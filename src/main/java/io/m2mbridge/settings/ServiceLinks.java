package io.m2mbridge.settings;

import java.util.regex.Pattern;

/**
 * The variables that Kubernetes sets in a pod for each service of its namespace. For a service
 * {@code m2m-http} one of them is {@code M2M_HTTP_PORT}, {@code tcp://10.0.0.1:80}, which is no
 * setting.
 */
public final class ServiceLinks {
  private static final Pattern NAME =
      Pattern.compile(
          ".+_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)|.+_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");
  private static final Pattern VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

  private ServiceLinks() {}

  /** Whether a variable is one that Kubernetes made. */
  public static boolean contain(String variable, String value) {
    return NAME.matcher(variable).matches()
        || (variable.endsWith("_PORT") && VALUE.matcher(value).matches());
  }
}
