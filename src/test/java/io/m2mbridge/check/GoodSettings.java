package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.settings.Settings;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;

/** A good configuration of the prod profile. */
abstract class GoodSettings {
  final Properties settings = Settings.defaults();

  @BeforeEach
  void fillIn() {
    settings.setProperty("m2m.webhook.secret", "whsec_0123456789abcdef");
    settings.setProperty("m2m.api.key", "m2m_live_0123456789");
    settings.setProperty("m2m.database.url", "jdbc:postgresql://db.example/m2m");
  }

  void assertMistakes(String... sentences) {
    assertEquals(
        List.of(sentences),
        SettingValuesCheck.mistakes(key -> settings.getProperty(key, "").strip()));
  }
}
