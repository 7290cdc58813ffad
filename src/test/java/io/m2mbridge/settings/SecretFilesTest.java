package io.m2mbridge.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.webhook.Signature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets from files, and from Camel's placeholders. */
class SecretFilesTest {
  private static final String PROFILE = "camel.main.profile";

  @TempDir private Path folder;

  @AfterEach
  void clearProperties() {
    System.clearProperty(PROFILE);
    System.clearProperty("other.secret");
  }

  private Settings settings(String... lines) throws Exception {
    return Settings.of(
        "file:" + Files.writeString(folder.resolve("s.properties"), String.join("\n", lines)));
  }

  private Path file(String content) throws Exception {
    return Files.writeString(folder.resolve("secret"), content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"m2m.webhook.secret", "m2m.api.key", "m2m.database.password"})
  void takesTheFilesContentWithoutWhiteSpaceAtItsEnds(String key) throws Exception {
    Settings settings = settings(key + "-file = " + file(" \n a secret of one line\r\n"));

    assertEquals(List.of(), settings.readSecrets());
    assertEquals("a secret of one line", settings.get(key));
  }

  @Test
  void takesSeveralWebhookSecretsFromLinesAndCommas() throws Exception {
    Settings settings = settings("m2m.webhook.secret-file = " + file("one\ntwo\r\nthree, four\n"));

    assertEquals(List.of(), settings.readSecrets());
    assertEquals(
        List.of("one", "two", "three", "four"),
        Signature.secretsIn(settings.get("m2m.webhook.secret")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"#bean:x", "RAW(a)", "${x}", "a=b%20&c", "a\\bc\\\\de", "a,b;c\"d", "#ñ💸"})
  void takesItAsItIs(String secret) throws Exception {
    Settings settings = settings("m2m.database.password-file = " + file(secret + "\n"));

    assertEquals(List.of(), settings.readSecrets());
    assertEquals(secret, settings.get("m2m.database.password"));
  }

  @Test
  void takesTheFileBeforeTheDevProfilesOwn() throws Exception {
    System.setProperty(PROFILE, "dev");
    Settings settings = settings("m2m.webhook.secret-file = " + file("whsec_from_the_file"));

    assertEquals(List.of(), settings.readSecrets());
    assertEquals("whsec_from_the_file", settings.get("m2m.webhook.secret"));
  }

  @Test
  void refusesBothValueAndFile() throws Exception {
    Settings settings = settings("m2m.api.key = one", "m2m.api.key-file = " + file("another"));

    assertEquals(
        List.of("Both M2M_API_KEY and M2M_API_KEY_FILE are set: set one of the two."),
        settings.readSecrets());
  }

  private static String useless(String what) {
    return "The file of m2m.webhook.secret-file (M2M_WEBHOOK_SECRET_FILE) "
        + what
        + ": set it to a file that this process may read and that holds the secret alone.";
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\r\n\t"})
  void refusesAnEmptyFile(String content) throws Exception {
    Settings settings = settings("m2m.webhook.secret-file = " + file(content));

    assertEquals(List.of(useless("is empty")), settings.readSecrets());
  }

  @Test
  void refusesAMissingFile() throws Exception {
    Settings settings = settings("m2m.webhook.secret-file = " + folder.resolve("none"));

    assertEquals(List.of(useless("is missing")), settings.readSecrets());
  }

  @Test
  void refusesWhatIsNoFile() throws Exception {
    Settings settings = settings("m2m.webhook.secret-file = " + folder);

    assertEquals(List.of(useless("can't be read")), settings.readSecrets());
  }

  @Test
  void refusesWhatIsNoText() throws Exception {
    Path file = Files.write(folder.resolve("secret"), new byte[] {'a', (byte) 0xff});
    assertEquals(
        List.of(useless("is not UTF-8 text")),
        settings("m2m.webhook.secret-file = " + file).readSecrets());

    Files.write(file, new byte[] {'a', 0, 'b'});
    assertEquals(
        List.of(useless("is not plain text")),
        settings("m2m.webhook.secret-file = " + file).readSecrets());

    Files.writeString(file, "\uFEFFwhsec_of_a_text_editor");
    assertEquals(
        List.of(useless("begins with a byte order mark")),
        settings("m2m.webhook.secret-file = " + file).readSecrets());
  }

  @Test
  void refusesALargeFile() throws Exception {
    Settings settings = settings("m2m.webhook.secret-file = " + file("a".repeat(20_000)));

    assertEquals(List.of(useless("is larger than 16384 bytes")), settings.readSecrets());
  }

  @Test
  void resolvesPlaceholders() throws Exception {
    System.setProperty("other.secret", "whsec_from_elsewhere");
    Settings settings =
        settings(
            "m2m.webhook.secret = {{sys:other.secret}}",
            "m2m.api.key = {{env:PATH}}",
            "m2m.database.password = {{other.password}}",
            "other.password = of another setting");

    assertEquals("whsec_from_elsewhere", settings.get("m2m.webhook.secret"));
    assertEquals(System.getenv("PATH"), settings.get("m2m.api.key"));
    assertEquals("of another setting", settings.get("m2m.database.password"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{no.such.setting}}", "a{{{b", "a}}b", "'{{'", "c\\d", "c\\"})
  void refusesWhatCamelCannotTake(String secret) throws Exception {
    Settings settings = settings("m2m.webhook.secret-file = " + file(secret));

    assertEquals(
        List.of(useless("has double braces, or a backslash at its end, which Camel can't read")),
        settings.readSecrets());
  }

  /** So that the check says that it is missing. */
  @Test
  void hasNoValueWhereAPlaceholderHasNone() throws Exception {
    Settings settings = settings("m2m.webhook.secret = {{env:NO_SUCH_VARIABLE_OF_THE_TESTS}}");

    assertEquals(List.of(), settings.readSecrets());
    assertEquals("", settings.get("m2m.webhook.secret"));
  }

  /** Its path in the vault would be the secret otherwise. */
  @ParameterizedTest
  @ValueSource(strings = {"{{hashicorp:secret:m2m#webhook}}", "x{{aws:m2m#webhook}}"})
  void refusesAVaultThatIsNotOnTheClassPath(String placeholder) throws Exception {
    String vault = placeholder.replaceAll("x?\\{\\{|:.*", "");

    assertEquals(
        List.of(
            "m2m.webhook.secret (M2M_WEBHOOK_SECRET) is a placeholder of "
                + vault
                + ", whose Camel component isn't on the class path: add its jars."),
        settings("m2m.webhook.secret = " + placeholder).readSecrets());
  }
}
