package io.m2mbridge.server;

import static io.m2mbridge.server.TlsSettings.CERTIFICATE;
import static io.m2mbridge.server.TlsSettings.KEY;
import static io.m2mbridge.server.TlsSettings.KEY_STORE;
import static io.m2mbridge.server.TlsSettings.PASSWORD;
import static io.m2mbridge.server.TlsSettings.isSet;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.m2mbridge.settings.ConfigurationException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** The files of the webhook listener's certificate and key: two PEM files, or one PKCS12 file. */
public final class TlsFiles {
  private static final String UNREADABLE =
      " can't be read: it is broken, or of a kind or curve that TLS can't use; use an RSA or"
          + " EC (P-256) key.";

  private final UnaryOperator<String> settings;

  /** A key and its certificate chain, which begins with the server's own certificate. */
  record Pair(PrivateKey key, List<X509Certificate> chain) {}

  private TlsFiles(UnaryOperator<String> settings) {
    this.settings = settings;
  }

  /**
   * Returns the files that the settings name.
   *
   * @param settings gives the value of a setting, or an empty string if it isn't set
   * @return null if the listener uses plain HTTP
   */
  public static @Nullable TlsFiles in(UnaryOperator<String> settings) {
    return TlsSettings.areSet(settings) ? new TlsFiles(settings) : null;
  }

  /**
   * Reads the files without checking them. The results of two calls are equal if the files haven't
   * changed.
   *
   * @throws ConfigurationException if a file can't be read
   */
  KeyCertOptions read() {
    if (isSet(settings, CERTIFICATE)) {
      return new PemKeyCertOptions().addCertValue(file(CERTIFICATE)).addKeyValue(file(KEY));
    }
    return new PfxOptions().setValue(file(KEY_STORE)).setPassword(settings.apply(PASSWORD));
  }

  private Buffer file(String key) {
    Path path = Path.of(settings.apply(key));
    try {
      return Buffer.buffer(Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          key + " names " + path + ", but there is no such file: check the path.");
    } catch (IOException e) {
      throw new ConfigurationException(
          key
              + " names "
              + path
              + ", which can't be read: check that the bridge's user may read it.");
    }
  }

  /**
   * Reads and checks the files, and returns the server's certificate.
   *
   * @throws ConfigurationException if a file is invalid
   */
  public X509Certificate certificate() {
    return check(read()).chain().get(0);
  }

  /**
   * Returns the certificate chain and its key.
   *
   * @throws ConfigurationException if they are invalid or don't match
   */
  Pair check(KeyCertOptions read) {
    Pair pair = read instanceof PemKeyCertOptions pem ? pair(pem) : pair(read);
    if (!fits(pair.key(), pair.chain().get(0))) {
      throw new ConfigurationException(misfit());
    }
    return pair;
  }

  private Pair pair(PemKeyCertOptions read) {
    mustHold(read.getCertValue(), "BEGIN CERTIFICATE-----", CERTIFICATE, "PEM certificate");
    mustHold(read.getKeyValue(), "PRIVATE KEY-----", KEY, "PEM private key");
    String text = text(read.getKeyValue());
    if (text.contains("ENCRYPTED")) {
      throw new ConfigurationException(named(KEY) + " is encrypted: use a key without a password.");
    }
    if (text.contains("BEGIN OPENSSH")) {
      throw new ConfigurationException(
          named(KEY) + " is an SSH key: use the key that the certificate was made with.");
    }
    List<X509Certificate> chain;
    try {
      chain = new Pem(text(read.getCertValue())).certificates();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigurationException(named(CERTIFICATE) + " is broken: copy it again.");
    }
    Pem key = new Pem(text);
    return key.isPkcs8() ? new Pair(pkcs8(key), chain) : pair((KeyCertOptions) read);
  }

  private PrivateKey pkcs8(Pem key) {
    try {
      return key.key();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigurationException(unreadable(key));
    }
  }

  private String unreadable(Pem key) {
    String kind;
    try {
      kind = key.unfitKind();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      kind = null;
    }
    return named(KEY)
        + (kind == null
            ? UNREADABLE
            : " is a " + kind + " key, which TLS can't use: use an RSA or EC key.");
  }

  private Pair pair(KeyCertOptions read) {
    try {
      // The Vertx parameter is needed only to read files by path.
      KeyManager[] managers = read.getKeyManagerFactory(null).getKeyManagers();
      X509KeyManager manager = (X509KeyManager) managers[0];
      String alias = anyAlias(manager);
      return new Pair(manager.getPrivateKey(alias), List.of(manager.getCertificateChain(alias)));
    } catch (IllegalArgumentException e) {
      // The certificate is for a key of another algorithm.
      throw new ConfigurationException(misfit());
    } catch (Exception e) {
      throw new ConfigurationException(
          read instanceof PemKeyCertOptions
              ? unreadable(new Pem(""))
              : named(KEY_STORE)
                  + " can't be opened as PKCS12 with a key in it: check whether "
                  + PASSWORD
                  + " is correct.");
    }
  }

  private String misfit() {
    return isSet(settings, CERTIFICATE)
        ? named(KEY)
            + " is not the key of the first certificate in "
            + named(CERTIFICATE)
            + ": name the two files that belong together."
        : named(KEY_STORE) + " holds no key with its certificate: put both into it.";
  }

  private void mustHold(Buffer file, String mark, String key, String what) {
    if (!text(file).contains(mark)) {
      throw new ConfigurationException(
          named(key) + " holds no " + what + ": name a file that has one.");
    }
  }

  private static String text(Buffer file) {
    return file.toString(ISO_8859_1);
  }

  private String named(String key) {
    return settings.apply(key) + " (" + key + ")";
  }

  private static String anyAlias(X509KeyManager manager) throws GeneralSecurityException {
    for (String type : List.of("RSA", "EC", "RSASSA-PSS", "EdDSA", "Ed25519")) {
      String[] aliases = manager.getServerAliases(type, null);
      if (aliases != null && aliases.length > 0) {
        return aliases[0];
      }
    }
    throw new GeneralSecurityException("no key");
  }

  /**
   * Whether the certificate is for the key. A key that can't sign has a curve that Java doesn't
   * support.
   */
  private boolean fits(PrivateKey key, X509Certificate certificate) {
    Signature signature;
    byte[] signed;
    try {
      signature = signature(key.getAlgorithm());
      signature.initSign(key);
      signature.update((byte) 1);
      signed = signature.sign();
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException(named(isSet(settings, KEY) ? KEY : KEY_STORE) + UNREADABLE);
    }
    try {
      signature.initVerify(certificate.getPublicKey());
      signature.update((byte) 1);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Signature signature(String kind) throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(
            switch (kind) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> kind;
            });
    if (kind.equals("RSASSA-PSS")) {
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    return signature;
  }
}
