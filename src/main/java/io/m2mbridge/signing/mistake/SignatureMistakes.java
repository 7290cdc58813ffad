package io.m2mbridge.signing.mistake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.webhook.Signature;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a signature doesn't match, by trying the common mistakes: one with the secret, one
 * with the signed bytes, or one of each. In addition, it reports every mistake of the header's
 * form.
 */
public final class SignatureMistakes {
  private static final int SHA_256_LENGTH = 32;

  /**
   * The size of a large body, in bytes, far beyond M2M's webhooks. Trying each pair of mistakes
   * would take too long for it.
   */
  private static final int LARGE_BODY = 16_384;

  private final List<String> secrets;
  private final String timestamp;
  private final byte[] body;

  /**
   * Prepares the search.
   *
   * @param secrets the secrets that may have signed the body, at least one
   * @param timestamp the header {@code X-M2M-Timestamp} as received
   * @param body the raw bytes of the request
   */
  public SignatureMistakes(List<String> secrets, String timestamp, byte[] body) {
    this.secrets = secrets;
    this.timestamp = timestamp;
    this.body = body;
  }

  /** Returns the SHA-256 of the body, which identifies it. */
  public byte[] fingerprint() {
    return SignatureHash.PLAIN.of(new byte[0], body);
  }

  /**
   * The result of the search.
   *
   * @param isValid whether it is M2M's signature
   * @param isExplained whether fixing the mistakes makes it M2M's; true for a valid one
   * @param mistakes the mistakes; if they don't explain it, those of the headers' form only
   * @param secret the number of the secret, counted from 1; 0 if no secret or no single secret was
   *     used
   */
  public record Finding(
      boolean isValid, boolean isExplained, List<SignatureMistake> mistakes, int secret) {}

  /**
   * Returns what is wrong with a signature.
   *
   * @param signature the header {@code X-M2M-Signature} as received
   */
  public Finding in(String signature) {
    for (int i = 0; i < secrets.size(); i++) {
      if (new Signature(secrets.get(i)).matches(timestamp, signature, body)) {
        return new Finding(true, true, List.of(), i + 1);
      }
    }
    SignatureHeader header = SignatureHeader.read(signature);
    List<SignatureMistake> form = new ArrayList<>(header.mistakes());
    if (!timestamp.matches("[0-9]{1,13}")) {
      form.add(SignatureMistake.TIMESTAMP_NOT_DIGITS);
    }
    byte[] tag = header.tag();
    Finding found = tag == null ? null : explanation(tag, form);
    if (found != null) {
      return found;
    }
    if (tag != null && tag.length != SHA_256_LENGTH) {
      form.add(SignatureMistake.HEADER_NOT_64_DIGITS);
    }
    return new Finding(false, false, List.copyOf(form), 0);
  }

  /** A key, and the number of the secret from which it was made. */
  private record Key(Variant variant, int secret) {}

  /** A signed text with its mistakes, and the way in which the tag was computed. */
  private record Signed(Variant text, SignatureHash hash) {
    private List<SignatureMistake> mistakes() {
      return joined(hash.mistakes(), text.mistakes());
    }
  }

  private @Nullable Finding explanation(byte[] tag, List<SignatureMistake> form) {
    Signed right = new Signed(Variant.right(afterTimestamp(body)), SignatureHash.HMAC_SHA_256);
    List<Signed> wrong = wrongTexts();
    List<Signed> all = joined(List.of(right), wrong);
    List<Key> wrongKeys = wrongKeys();
    Finding found = search(tag, form, all, rightKeys());
    if (found == null) {
      found = search(tag, form, List.of(right), wrongKeys);
    }
    return found == null && body.length <= LARGE_BODY ? search(tag, form, wrong, wrongKeys) : found;
  }

  private static @Nullable Finding search(
      byte[] tag, List<SignatureMistake> form, List<Signed> texts, List<Key> keys) {
    for (Signed signed : texts) {
      byte[] text = signed.text().bytes().get();
      for (Key key : keys) {
        if (MessageDigest.isEqual(tag, signed.hash().of(key.variant().bytes().get(), text))) {
          List<SignatureMistake> mistakes =
              joined(joined(form, key.variant().mistakes()), signed.mistakes());
          boolean isKeyless = signed.hash() == SignatureHash.PLAIN;
          return new Finding(false, true, mistakes, isKeyless ? 0 : key.secret());
        }
      }
    }
    return null;
  }

  private List<Key> rightKeys() {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < secrets.size(); i++) {
      keys.add(new Key(Variant.right(secrets.get(i).getBytes(UTF_8)), i + 1));
    }
    return keys;
  }

  private List<Key> wrongKeys() {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < secrets.size(); i++) {
      for (Variant variant : SecretVariants.of(secrets.get(i))) {
        keys.add(new Key(variant, i + 1));
      }
    }
    keys.add(new Key(Variant.of(SignatureMistake.EMPTY_SECRET, new byte[0]), 0));
    if (secrets.size() > 1) {
      for (String separator : List.of(",", ", ")) {
        byte[] list = String.join(separator, secrets).getBytes(UTF_8);
        keys.add(new Key(Variant.of(SignatureMistake.SECRET_LIST, list), 0));
      }
    }
    return keys;
  }

  /** Returns the wrong texts, those with the fewest mistakes first. */
  private List<Signed> wrongTexts() {
    List<Signed> texts = new ArrayList<>();
    Variant bodyOnly = Variant.of(SignatureMistake.TIMESTAMP_NOT_SIGNED, body);
    for (SignatureHash hash : SignatureHash.values()) {
      texts.add(new Signed(Variant.right(afterTimestamp(body)), hash));
      texts.add(new Signed(bodyOnly, hash));
    }
    for (Variant text : SignedTextVariants.of(timestamp, body)) {
      texts.add(new Signed(text, SignatureHash.HMAC_SHA_256));
    }
    for (Variant variant : BodyVariants.of(body)) {
      Variant dated = new Variant(variant.mistakes(), () -> afterTimestamp(variant.bytes().get()));
      Variant alone = new Variant(joined(bodyOnly.mistakes(), variant.mistakes()), variant.bytes());
      texts.add(new Signed(dated, SignatureHash.HMAC_SHA_256));
      texts.add(new Signed(alone, SignatureHash.HMAC_SHA_256));
    }
    texts.removeIf(signed -> signed.mistakes().isEmpty());
    texts.sort(Comparator.comparingInt(signed -> signed.mistakes().size()));
    return texts;
  }

  private byte[] afterTimestamp(byte[] text) {
    return SignedTextVariants.join(timestamp + ".", text, "");
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
