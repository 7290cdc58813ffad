package io.m2mbridge.check.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "site.host", "ledger.internal",
          "site.url", "http://{{site.host}}/x",
          "site.key", "site.host",
          "site.circle", "{{site.circle}}");

  private final Placeholders placeholders =
      new Placeholders(
          new Site(
              List.of(), key -> Optional.ofNullable(SETTINGS.get(key)), uri -> Optional.empty()));

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "{{site.url}}?a=b, http://ledger.internal/x?a=b",
    "{{ site.host }}, ledger.internal",
    "{{site.none:{{site.host}}}}, ledger.internal",
    "{{{{site.key}}}}, ledger.internal",
    "a{{?site.none}}b, ab",
    "{{flag:false}}, false"
  })
  void replacesValuesAndDefaults(String text, String replaced) {
    assertEquals(replaced, placeholders.replace(text));
    assertEquals(Optional.of(replaced), placeholders.resolve(text));
    assertEquals(List.of(), placeholders.missing(text));
  }

  @ParameterizedTest
  @CsvSource({"{{site.none}}, site.none", "{{site.host}}{{!site.off}}, site.off"})
  void namesSettingsWithoutAValue(String text, String missing) {
    assertEquals(List.of(missing), placeholders.missing(text));
    assertEquals(Optional.empty(), placeholders.resolve(text));
    assertEquals(Optional.empty(), placeholders.resolveSettings(text));
  }

  @ParameterizedTest
  @CsvSource({"{{env:HOST}}", "{{sys.user}}", "{{aws:crm/key}}"})
  void leavesToTheRunningBridgeWhatOnlyThatKnows(String text) {
    assertEquals(text, placeholders.replace(text));
    assertEquals(List.of(), placeholders.missing(text));
    assertEquals(Optional.empty(), placeholders.resolve(text));
    assertEquals(Optional.of(text), placeholders.resolveSettings(text));
  }

  @Test
  void endsWhereASettingNamesItself() {
    assertEquals("{{site.circle}}", placeholders.replace("{{site.circle}}"));
    assertEquals("\\{{site.host}}", placeholders.replace("\\{{site.host}}"));
  }
}
