package io.m2mbridge.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.settings.Settings;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTextCheckTest {
  private final Properties settings = Settings.defaults();

  private List<String> mistakes(String key, String value) {
    settings.setProperty(key, value);
    return SettingTextCheck.mistakes(each -> settings.getProperty(each, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "m2m.dispatch.workers          | 8  # was 4",
        "m2m.operation-created.forward | http://ledger.internal/ledger  # new",
        "m2m.operation-created.forward | http://ledger.internal/ledger #new",
        "m2m.notify.endpoint           | log:m2m.notify?plain=true // chat",
        "m2m.database.url              | jdbc:postgresql://db/m2m # primary",
        "m2m.webhook.max-age           | 3h -- three hours",
        "m2m.http.host                 | 0.0.0.0 ; all",
      })
  void refusesACommentAfterAValue(String key, String value) {
    assertEquals(
        List.of(
            key
                + " ("
                + Settings.variable(key)
                + ") has a comment after its value: put the comment on a line of its own."),
        mistakes(key, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"seda:a\"", "'seda:a'", "`seda:a`", "“seda:a”", "„seda:a“", "«seda:a»"})
  void refusesQuotesAroundAValue(String value) {
    assertEquals(
        List.of(
            "m2m.unknown.forward (M2M_UNKNOWN_FORWARD) has quotes around its value: remove them."),
        mistakes("m2m.unknown.forward", value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "m2m.user-data.query           | SELECT data #>> '{a,b}' AS \"idNumber\" FROM x WHERE id = :?referenceId -- ours",
        "m2m.operation-created.forward | sql:INSERT INTO ledger VALUES (:#${body}, # )",
        "m2m.operation-created.forward | http://ledger.internal/a#b?c=d//e",
        "m2m.operation-created.forward | file:out?fileName=${variable.eventKey}.json",
        "m2m.database.password         | \"a # b\"",
        "m2m.http.tls.key-store-password | 'a // b'",
      })
  void takes(String key, String value) {
    assertEquals(List.of(), mistakes(key, value));
  }

  private static List<String> undecoded(String value, Charset charset) {
    // What the JVM makes of the bytes of UTF-8.
    String decoded = new String(value.getBytes(UTF_8), charset);
    return SettingTextCheck.undecoded(Map.of("M2M_USER_DATA_QUERY", decoded), charset);
  }

  @Test
  void refusesAVariableThatTheLocaleCannotDecode() {
    for (Charset charset : List.of(US_ASCII, ISO_8859_1)) {
      assertEquals(
          List.of(
              "M2M_USER_DATA_QUERY has characters that the locale's charset, "
                  + charset.name()
                  + ", can't decode correctly: set LANG=C.UTF-8 in addition, or put the setting into"
                  + " application.properties."),
          undecoded("SELECT 'Peña'", charset));
    }
  }

  @Test
  void takesAVariableThatTheLocaleDecodes() {
    assertEquals(List.of(), undecoded("SELECT 'Peña 💸'", UTF_8));
    assertEquals(List.of(), undecoded("SELECT 1", US_ASCII));
    assertEquals(
        List.of(), SettingTextCheck.undecoded(Map.of("M2M_DATABASE_PASSWORD", "ñoño"), ISO_8859_1));
    assertEquals(List.of(), SettingTextCheck.undecoded(Map.of("OTHER", "\uFFFD"), US_ASCII));
  }
}
