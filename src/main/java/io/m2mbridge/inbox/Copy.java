package io.m2mbridge.inbox;

/** A further copy of a delivery. Its key may be known with the same or with other content. */
record Copy(String key, String contentHash) {}
