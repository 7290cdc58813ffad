package io.m2mbridge.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A good secret or key with one mistake each; {@code §} stands for it. */
class PastedSecretTest {
  private static final String SECRET = "whsec_q8Zt3LmV0aPw7Rk2";
  private static final String KEY = "m2m_live_q8Zt3LmV0aPw7Rk2";

  private static String with(String good, String pasted) {
    return pasted.replace("§", good).replace("\\n", "\n").replace("/n", "\\n");
  }

  /** Of a format that nobody knows: what tells good from bad is the mistake alone. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        SECRET,
        "q8Zt3LmV0aPw7Rk2q8Zt",
        "MDEyMzQ1Njc4OWFiY2RlZg==",
        "MDEyMzQ1Njc4OWFiY2RlZg+/",
        "30313233343536373839616263646566",
        "a;b=c:d/e+f|g&h?i%j!k@l#m$n^o*p(q)r",
        "keyid-17:q8Zt3LmV0aPw7Rk2",
        "q8Zt3LmV0;aPw7Rk2q8Zt3Lm",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtMm0ifQ.c2ln",
        "whsec_contains_no_mistake=",
        "WEBHOOK_AB=",
        "$2y$10$abcdefghijklmnopqrstuv",
        "$ecretPassw0rdLong",
        "[abcdefghijklmnopq]",
        "abcdefghijkl|mnopqrstuvwx",
        "AB_CD=efghijklmnopq",
        "pass\\northwards-1234",
        "abc%2Fdefghijklmnop",
        "señal-de-prueba-1234"
      })
  void takes(String secret) {
    assertEquals(Optional.empty(), PastedSecret.inList(secret));
    assertEquals(Optional.empty(), PastedSecret.inList(" " + secret + " ,\r\n" + secret + "x\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "\"§\"                    ~ has quotes around it",
        "'§'                      ~ has quotes around it",
        "`§`                      ~ has quotes around it",
        "“§”                      ~ has quotes around it",
        "„§“                      ~ has quotes around it",
        "‘§’                      ~ has quotes around it",
        "«§»                      ~ has quotes around it",
        "\"§                      ~ has quotes around it",
        "§'                       ~ has quotes around it",
        "\"§\";                   ~ has quotes around it",
        "§;                       ~ has a semicolon after it",
        "@Microsoft.KeyVault(SecretUri=https://a.example/b) ~ is the name of a variable that nothing has replaced by its value",
        "export WEBHOOK=§         ~ has a name or something else before it",
        "export  M2M_KEY=\"§\"    ~ has quotes around it",
        "set NAME=§               ~ has a name or something else before it",
        "$env:NAME = §            ~ has a name or something else before it",
        "M2M_WEBHOOK_SECRET=§     ~ has a name or something else before it",
        "m2m.webhook.secret = §   ~ has a name or something else before it",
        "M2M_API_KEY: §           ~ has a name or something else before it",
        "WEBHOOK_SECRET=0123456789abcdef ~ has a name or something else before it",
        "X-API-Key: §             ~ has a name or something else before it",
        "Bearer §                 ~ has a name or something else before it",
        "Authorization: Bearer §  ~ has a name or something else before it",
        "secret:§                 ~ has a name or something else before it",
        "${M2M_SECRET}            ~ is the name of a variable that nothing has replaced by its value",
        "$M2M_SECRET              ~ is the name of a variable that nothing has replaced by its value",
        "%M2M_SECRET%             ~ is the name of a variable that nothing has replaced by its value",
        "$(cat /run/secret)       ~ is the name of a variable that nothing has replaced by its value",
        "<§>                      ~ has angle brackets around it",
        "<your secret>            ~ has angle brackets around it",
        "whsec_q8Zt***********    ~ is masked, with dots or asterisks in place of characters",
        "whsec_••••••••••••       ~ is masked, with dots or asterisks in place of characters",
        "whsec_q8Zt3Lm…           ~ is masked, with dots or asterisks in place of characters",
        "whsec_q8Zt3Lm...         ~ is masked, with dots or asterisks in place of characters",
        "§ # of production        ~ has a comment after it",
        "§  // new                ~ has a comment after it",
        "whsec_q8Zt 3LmV0aPw7Rk2  ~ has a space or an invisible character in it",
        "whsec_q8Zt\u00A03LmV0aPw7  ~ has a space or an invisible character in it",
        "whsec_q8Zt\u200B3LmV0aPw7  ~ has a space or an invisible character in it",
        "\uFEFFwhsec_q8Zt3LmV0aPw7  ~ has a space or an invisible character in it",
        "\u2066q8Zt3LmV0aPw7Rk2q8   ~ has a space or an invisible character in it",
        "§/n                      ~ has a line break in it that is written as \\n",
        "whsec_q8Zt3L%2BmV0aPw7   ~ is encoded again, as base64, as hex or with percent signs",
        "[\"§\"]                  ~ is JSON",
        "[§, §]                   ~ is JSON",
        "{\"secret\":\"§\"}       ~ is JSON",
      })
  void tells(String pasted, String mistake) {
    assertEquals(Optional.of(mistake), PastedSecret.inList(with(SECRET, pasted)));
    if (!pasted.contains("whsec_")) {
      assertEquals(Optional.of(mistake), PastedSecret.inKey(with(KEY, pasted)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"§;§", "§; §", "§|§", "§ §", "§/n§", "§§", "0123456789abcdef;fedcba9876543210"})
  void tellsTwoThatNoCommaSeparates(String pasted) {
    assertEquals(
        Optional.of("is more than one secret, without commas between them"),
        PastedSecret.inList(with(SECRET, pasted)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"§;§", "§,§", "§, §", "§ §", "0123456789abcdef,fedcba9876543210"})
  void tellsTwoKeys(String pasted) {
    assertEquals(Optional.of("is more than one key"), PastedSecret.inKey(with(KEY, pasted)));
  }

  @Test
  void tellsWhatIsEncodedOnceMore() {
    Optional<String> told =
        Optional.of("is encoded again, as base64, as hex or with percent signs");
    byte[] bytes = (SECRET + "\n").getBytes(UTF_8);
    String once = Base64.getEncoder().encodeToString(bytes);

    assertEquals(told, PastedSecret.inList(once));
    assertEquals(
        told, PastedSecret.inList(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
    assertEquals(
        told, PastedSecret.inList(Base64.getEncoder().encodeToString(once.getBytes(UTF_8))));
    assertEquals(told, PastedSecret.inList(HexFormat.of().formatHex(bytes)));
    assertEquals(told, PastedSecret.inKey(Base64.getEncoder().encodeToString(KEY.getBytes(UTF_8))));
  }

  @Test
  void tellsOneFromTheOther() {
    assertEquals(Optional.of("is an API key"), PastedSecret.inList(KEY));
    assertEquals(Optional.of("is a webhook secret"), PastedSecret.inKey(SECRET));
  }

  @Test
  void looksAtEachSecretOfAList() {
    assertEquals(
        Optional.of("has quotes around it"), PastedSecret.inList(SECRET + ",\"" + SECRET + "\""));
  }
}
