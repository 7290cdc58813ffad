package io.m2mbridge.inbox;

/** A further copy of a delivery that may be known: equal only where its content is too. */
record Copy(String key, String contentHash) {}
