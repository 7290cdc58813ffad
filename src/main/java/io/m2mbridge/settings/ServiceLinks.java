package io.m2mbridge.settings;

import java.util.regex.Pattern;

/**
 * Recognizes the variables that Kubernetes sets in a pod for each service of its namespace. For a
 * service {@code m2m-http}, it sets {@code M2M_HTTP_PORT} to {@code tcp://10.0.0.1:80}, which must
 * not be read as the setting of that name.
 */
public final class ServiceLinks {
  private static final Pattern NAME =
      Pattern.compile(
          ".+_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)|.+_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");
  private static final Pattern VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

  private ServiceLinks() {}

  /** Whether a variable is one that Kubernetes set for a service. */
  public static boolean contain(String variable, String value) {
    return NAME.matcher(variable).matches()
        || (variable.endsWith("_PORT") && VALUE.matcher(value).matches());
  }
}
