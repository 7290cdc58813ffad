package io.m2mbridge.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.testing.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A good certificate with one deviation each. */
class TlsFilesTest {
  private static final String CERTIFICATE = "m2m.http.tls.certificate";
  private static final String KEY = "m2m.http.tls.key";
  private static final String STORE = "m2m.http.tls.key-store";
  private static final String UNREADABLE =
      " (m2m.http.tls.key) can't be read: it is broken, or of a kind or curve that TLS can't use;"
          + " use an RSA or EC (P-256) key.";
  private static final String PASSWORD = "m2m.http.tls.key-store-password";
  @TempDir private static Path folder;
  private static Certificates rsa;
  private static Certificates ec;
  private final Map<String, String> settings = new HashMap<>();

  @BeforeAll
  static void make() {
    rsa = Certificates.make(folder.resolve("rsa"), "-keyalg", "RSA");
    ec = Certificates.make(folder.resolve("ec"), "-keyalg", "EC");
  }

  @BeforeEach
  void set() {
    settings.put(CERTIFICATE, rsa.certificate().toString());
    settings.put(KEY, rsa.key().toString());
  }

  private void setStore(Path file, String password) {
    settings.clear();
    settings.put(STORE, file.toString());
    settings.put(PASSWORD, password);
  }

  private TlsFiles files() {
    return TlsFiles.in(key -> settings.getOrDefault(key, ""));
  }

  private void assertMistake(String sentence) {
    String said =
        assertThrows(ConfigurationException.class, () -> files().certificate()).getMessage();
    assertEquals(sentence, said);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, US_ASCII);
  }

  @Test
  void readsRsa() {
    assertEquals(rsa.x509(), files().certificate());
  }

  @Test
  void readsEc() {
    settings.put(CERTIFICATE, ec.certificate().toString());
    settings.put(KEY, ec.key().toString());

    assertEquals(ec.x509(), files().certificate());
  }

  @Test
  void readsPkcs12() {
    setStore(ec.keyStore(), Certificates.PASSWORD);

    assertEquals(ec.x509(), files().certificate());
  }

  @Test
  void isEqualWhileNothingChanges() {
    assertEquals(files().read(), files().read());
    var before = files().read();
    settings.put(KEY, ec.key().toString());
    assertTrue(!before.equals(files().read()));
  }

  @Test
  void isNoneWhereNothingIsSet() {
    settings.clear();

    assertNull(files());
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    settings.put(KEY, "none.key");

    assertMistake(KEY + " names none.key, but there is no such file: check the path.");
  }

  @Test
  void saysThatAFolderCannotBeRead() {
    settings.put(KEY, folder.toString());

    assertMistake(
        KEY
            + " names "
            + folder
            + ", which can't be read: check that the bridge's user may read it.");
  }

  @Test
  void saysThatTheKeyIsAnothers() {
    settings.put(KEY, ec.key().toString());

    assertMistake(
        ec.key()
            + " (m2m.http.tls.key) is not the key of the first certificate in "
            + rsa.certificate()
            + " (m2m.http.tls.certificate): name the two files that belong together.");
  }

  @Test
  void saysThatTheCertificateIsNone() {
    settings.put(CERTIFICATE, rsa.key().toString());

    assertMistake(
        rsa.key()
            + " (m2m.http.tls.certificate) holds no PEM certificate: name a file that has one.");
  }

  @Test
  void saysThatTheKeyIsNone() {
    settings.put(KEY, rsa.keyStore().toString());

    assertMistake(
        rsa.keyStore() + " (m2m.http.tls.key) holds no PEM private key: name a file that has one.");
  }

  @Test
  void saysThatTheKeyIsEncrypted() throws IOException {
    Path file = file("encrypted.key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n");
    settings.put(KEY, file.toString());

    assertMistake(file + " (m2m.http.tls.key) is encrypted: use a key without a password.");
  }

  @Test
  void saysThatHalfAFileIsBroken() throws IOException {
    String whole = Files.readString(rsa.certificate(), US_ASCII);
    Path file = file("half.crt", whole.substring(0, whole.length() / 2));
    settings.put(CERTIFICATE, file.toString());

    assertMistake(file + " (m2m.http.tls.certificate) is broken: copy it again.");
  }

  @Test
  void saysThatHalfAKeyIsBroken() throws IOException {
    String whole = Files.readString(rsa.key(), US_ASCII);
    Path file = file("half.key", whole.substring(0, whole.length() / 2));
    settings.put(KEY, file.toString());

    assertMistake(file + UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "Ed448", "RSASSA-PSS"})
  void readsWhateverTlsSignsWith(String kind) {
    Certificates other = Certificates.make(folder.resolve(kind), "-keyalg", kind);
    settings.put(CERTIFICATE, other.certificate().toString());
    settings.put(KEY, other.key().toString());

    assertEquals(other.x509(), files().certificate());
    settings.put(CERTIFICATE, rsa.certificate().toString());
    assertMistake(
        other.key()
            + " (m2m.http.tls.key) is not the key of the first certificate in "
            + rsa.certificate()
            + " (m2m.http.tls.certificate): name the two files that belong together.");
  }

  @Test
  void saysThatTheKeyIsOfAKindThatTlsCannotUse() {
    Certificates dsa = Certificates.make(folder.resolve("dsa"), "-keyalg", "DSA");
    settings.put(CERTIFICATE, dsa.certificate().toString());
    settings.put(KEY, dsa.key().toString());

    assertMistake(
        dsa.key() + " (m2m.http.tls.key) is a DSA key, which TLS can't use: use an RSA or EC key.");
  }

  @Test
  void saysThatTheKeyIsForSsh() throws IOException {
    Path file =
        file(
            "ssh.key",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n");
    settings.put(KEY, file.toString());

    assertMistake(
        file
            + " (m2m.http.tls.key) is an SSH key: use the key that the certificate was made"
            + " with.");
  }

  @Test
  void saysThatThePasswordIsWrong() {
    setStore(ec.keyStore(), "another");

    assertMistake(
        ec.keyStore()
            + " (m2m.http.tls.key-store) can't be opened as PKCS12 with a key in it: check whether "
            + PASSWORD
            + " is correct.");
  }
}
