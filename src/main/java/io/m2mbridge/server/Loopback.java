package io.m2mbridge.server;

import java.util.Set;

/** The addresses that only this machine reaches. */
public final class Loopback {
  private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "::1");

  private Loopback() {}

  /** Whether a listener on this host or address can't be reached from another machine. */
  public static boolean isHost(String host) {
    return HOSTS.contains(host);
  }
}
