package io.m2mbridge.signing.mistake;

import java.util.List;
import java.util.function.Supplier;

/**
 * Bytes that may have been used by mistake instead of the right ones.
 *
 * @param mistakes the mistakes; empty for the right bytes
 * @param bytes computes the bytes on demand, because one body has hundreds of variants
 */
record Variant(List<SignatureMistake> mistakes, Supplier<byte[]> bytes) {
  static Variant of(SignatureMistake mistake, byte[] bytes) {
    return new Variant(List.of(mistake), () -> bytes);
  }

  static Variant right(byte[] bytes) {
    return new Variant(List.of(), () -> bytes);
  }
}
