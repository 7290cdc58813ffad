package io.m2mbridge.server;

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

/** Where the webhook listener's certificate and its key are: two PEM files, or one PKCS12 file. */
public final class TlsFiles {
  private static final String CERTIFICATE = "m2m.http.tls.certificate";
  private static final String KEY = "m2m.http.tls.key";
  private static final String KEY_STORE = "m2m.http.tls.key-store";
  private static final String UNREADABLE =
      " can't be read: it is broken, or of a kind or curve that TLS has no use for; give an RSA or"
          + " EC (P-256) key.";
  private static final String PASSWORD = "m2m.http.tls.key-store-password";

  private final UnaryOperator<String> settings;

  /** A key, and the certificate for it with its chain, the server's own first. */
  record Pair(PrivateKey key, List<X509Certificate> chain) {}

  private TlsFiles(UnaryOperator<String> settings) {
    this.settings = settings;
  }

  /**
   * The files that the settings name.
   *
   * @param settings the value of each setting; empty where it isn't set
   * @return null where the listener speaks plain HTTP
   */
  public static @Nullable TlsFiles in(UnaryOperator<String> settings) {
    boolean isSet = List.of(CERTIFICATE, KEY_STORE).stream().anyMatch(key -> isSet(settings, key));
    return isSet ? new TlsFiles(settings) : null;
  }

  private static boolean isSet(UnaryOperator<String> settings, String key) {
    return !settings.apply(key).isEmpty();
  }

  /** One sentence on each setting that lacks another, or doesn't go with it. */
  public static List<String> mistakes(UnaryOperator<String> settings) {
    boolean certificate = isSet(settings, CERTIFICATE);
    boolean key = isSet(settings, KEY);
    boolean store = isSet(settings, KEY_STORE);
    boolean password = isSet(settings, PASSWORD);
    if ((certificate || key) && (store || password)) {
      return List.of(
          CERTIFICATE + " and " + KEY_STORE + " are two ways to say the same: set one of them.");
    } else if (certificate != key) {
      return lacks(certificate ? CERTIFICATE : KEY, certificate ? KEY : CERTIFICATE);
    } else if (store != password) {
      return lacks(store ? KEY_STORE : PASSWORD, store ? PASSWORD : KEY_STORE);
    }
    return List.of();
  }

  private static List<String> lacks(String has, String lacks) {
    return List.of(has + " is set without " + lacks + ": set both, or none for plain HTTP.");
  }

  /**
   * What is in the files now, unchecked; equal while they don't change.
   *
   * @throws ConfigurationException where a file can't be read
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
      throw new ConfigurationException(key + " names " + path + ", but there is no such file.");
    } catch (IOException e) {
      throw new ConfigurationException(
          key + " names " + path + ", which can't be read: see that the bridge's user may.");
    }
  }

  /**
   * Reads and checks what is in the files.
   *
   * @throws ConfigurationException where it is of no use
   */
  public X509Certificate certificate() {
    return check(read()).chain().get(0);
  }

  /**
   * The certificate with its chain, and the key that fits it.
   *
   * @throws ConfigurationException where what was read is of no use
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
      throw new ConfigurationException(named(KEY) + " is encrypted: give it without a password.");
    }
    if (text.contains("BEGIN OPENSSH")) {
      throw new ConfigurationException(
          named(KEY) + " is a key for SSH: give the one that the certificate was made with.");
    }
    List<X509Certificate> chain;
    try {
      chain = new Pem(text(read.getCertValue())).certificates();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigurationException(named(CERTIFICATE) + " is broken: copy it anew.");
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
            : " is a " + kind + " key, which TLS can't use: give an RSA or EC one.");
  }

  private Pair pair(KeyCertOptions read) {
    try {
      // It needs no Vert.x where it has the bytes.
      KeyManager[] managers = read.getKeyManagerFactory(null).getKeyManagers();
      X509KeyManager manager = (X509KeyManager) managers[0];
      String alias = anyAlias(manager);
      return new Pair(manager.getPrivateKey(alias), List.of(manager.getCertificateChain(alias)));
    } catch (IllegalArgumentException e) {
      // The certificate is for a key of another kind.
      throw new ConfigurationException(misfit());
    } catch (Exception e) {
      throw new ConfigurationException(
          read instanceof PemKeyCertOptions
              ? unreadable(new Pem(""))
              : named(KEY_STORE)
                  + " can't be opened as PKCS12 with a key in it: see whether "
                  + PASSWORD
                  + " is the right one.");
    }
  }

  private String misfit() {
    return isSet(settings, CERTIFICATE)
        ? named(KEY) + " is not the key of the first certificate in " + named(CERTIFICATE) + "."
        : named(KEY_STORE) + " holds no key with the certificate that belongs to it.";
  }

  private void mustHold(Buffer file, String mark, String key, String what) {
    if (!text(file).contains(mark)) {
      throw new ConfigurationException(named(key) + " holds no " + what + ".");
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

  /** Whether the certificate is for the key; one that can't sign is of a curve that Java lacks. */
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
