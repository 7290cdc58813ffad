package io.m2mbridge.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.SettingsComponent;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeCamelTest {
  @Test
  void saysWhatTheCheckFindsAlthoughCamelFailsFirst() {
    BridgeCamel camel =
        new BridgeCamel(() -> ConfigurationException.throwIfAny(List.of("the check's sentence")));
    camel.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeConfigure(BaseMainSupport main) {
            throw new StackOverflowError("Camel's own failure");
          }
        });
    assertEquals(
        "the check's sentence",
        assertThrows(ConfigurationException.class, camel::start).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"camel.component.properties.location", "camel.component.properties.initial-x"})
  void noticesThatASettingNamesOtherSourcesOfSettings(String name) {
    DefaultCamelContext context = new DefaultCamelContext();
    assertEquals(false, SettingsComponent.hasSettingsOfItsOwn(context));
    context.getPropertiesComponent().addInitialProperty(name, "file:other.properties");
    assertEquals(true, SettingsComponent.hasSettingsOfItsOwn(context));
  }
}
