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

/**
 * Reads certificates and keys from PEM text (RFC 7468). Vert.x itself reads only RSA and EC keys.
 */
final class Pem {
  /** The key algorithms that TLS can sign with. */
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
   * Returns the certificates in the order of the text.
   *
   * @throws CertificateException if there is no certificate, or one is broken
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

  /** Whether the key is PKCS #8 without a password. Vert.x reads the older formats. */
  boolean isPkcs8() {
    return blocks.stream().anyMatch(block -> block.label().equals("PRIVATE KEY"));
  }

  /**
   * Returns the PKCS #8 key.
   *
   * @throws InvalidKeySpecException if there is no key that TLS can sign with
   */
  PrivateKey key() throws GeneralSecurityException {
    PrivateKey key = keyOf(SIGNING);
    if (key == null) {
      throw new InvalidKeySpecException("no key to sign with");
    }
    return key;
  }

  /**
   * Returns the algorithm of a PKCS #8 key that TLS can't sign with, or null if it is unknown or
   * the key is broken.
   */
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
