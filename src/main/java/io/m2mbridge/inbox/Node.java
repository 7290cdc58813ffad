package io.m2mbridge.inbox;

import org.apache.camel.util.InetAddressUtil;
import org.jspecify.annotations.Nullable;

/** The machine or container that this process runs in. */
public final class Node {
  private static final String NAME = name(System.getenv("HOSTNAME"));

  private Node() {}

  /** Its name: that of the pod in Kubernetes. */
  public static String name() {
    return NAME;
  }

  private static String name(@Nullable String variable) {
    return variable == null || variable.isBlank()
        ? InetAddressUtil.getLocalHostNameSafe()
        : variable.strip();
  }
}
