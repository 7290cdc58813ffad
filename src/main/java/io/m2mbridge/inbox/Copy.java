package io.m2mbridge.inbox;

/** A further copy of a delivery whose key is known. Its content may be different. */
record Copy(String key, String contentHash) {}
