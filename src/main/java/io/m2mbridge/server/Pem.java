package io.m2mbridge.server;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is in a PEM text (RFC 7468). Vert.x reads keys of RSA and EC alone. */
final class Pem {
  /** The kinds of key that TLS signs with. */
  private static final List<String> SIGNING = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private static final List<String> OTHERS = List.of("DSA", "XDH", "DH");
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]++)-----([^-]*+)-----END \\1-----");

  private final List<Block> blocks = new ArrayList<>();

  private record Block(String label, String body) {
    byte[] bytes() {
      return Base64.getMimeDecoder().decode(body);
    }
  }

  Pem(String text) {
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      blocks.add(new Block(block.group(1), block.group(2)));
    }
  }

  /**
   * The certificates, in their order.
   *
   * @throws CertificateException where there is none, or one is broken
   */
  List<X509Certificate> certificates() throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
      }
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("no certificate");
    }
    return certificates;
  }

  /** Whether the key is PKCS #8 without a password; the older forms are Vert.x's. */
  boolean isPkcs8() {
    return blocks.stream().anyMatch(block -> block.label().equals("PRIVATE KEY"));
  }

  /**
   * The PKCS #8 key.
   *
   * @throws InvalidKeySpecException where there is none of a kind that TLS signs with
   */
  PrivateKey key() throws GeneralSecurityException {
    PrivateKey key = keyOf(SIGNING);
    if (key == null) {
      throw new InvalidKeySpecException("no key to sign with");
    }
    return key;
  }

  /** The kind of a PKCS #8 key that TLS can't sign with; null where it is unknown or broken. */
  @Nullable String unfitKind() throws GeneralSecurityException {
    PrivateKey key = keyOf(OTHERS);
    return key == null ? null : key.getAlgorithm();
  }

  private @Nullable PrivateKey keyOf(List<String> kinds) throws GeneralSecurityException {
    for (Block block : blocks) {
      if (block.label().equals("PRIVATE KEY")) {
        for (String kind : kinds) {
          PrivateKey key = key(kind, block.bytes());
          if (key != null) {
            return key;
          }
        }
      }
    }
    return null;
  }

  private static @Nullable PrivateKey key(String kind, byte[] bytes)
      throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (InvalidKeySpecException e) {
      return null;
    }
  }
}
