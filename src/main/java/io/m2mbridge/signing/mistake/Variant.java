package io.m2mbridge.signing.mistake;

import java.util.List;
import java.util.function.Supplier;

/**
 * Bytes that somebody might have taken for the right ones.
 *
 * @param mistakes what they did; empty for the right bytes
 * @param bytes made when asked for, as there are hundreds of variants of one body
 */
record Variant(List<SignatureMistake> mistakes, Supplier<byte[]> bytes) {
  static Variant of(SignatureMistake mistake, byte[] bytes) {
    return new Variant(List.of(mistake), () -> bytes);
  }

  static Variant right(byte[] bytes) {
    return new Variant(List.of(), () -> bytes);
  }
}
