package io.m2mbridge.inbox;

/**
 * What is kept of a request in addition to its body and signature, so that the signature can be
 * verified later.
 *
 * @param timestamp the header {@code X-M2M-Timestamp} as it was written: the signature covers these
 *     characters
 * @param headers the other headers that are kept, as a JSON object of texts
 * @param secret the fingerprint of the secret that matched
 */
public record Evidence(String timestamp, String headers, String secret) {}
