package io.m2mbridge.testing;

import java.net.URI;

/** Where M2M sends webhooks. */
public interface Target {
  URI webhooks();

  /** Whether what is answered 404 there is an error, rather than too early. */
  boolean serves();
}
