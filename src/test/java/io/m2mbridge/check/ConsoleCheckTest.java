package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleCheckTest {
  private static List<String> mistakes(String key, String value) {
    Map<String, String> settings = new HashMap<>();
    settings.put("m2m.console.enabled", "true");
    settings.put("m2m.deliveries.repository", "jdbc");
    settings.put("m2m.console.proxy.user-header", "X-Forwarded-User");
    settings.put(key, value);
    return ConsoleCheck.mistakes(name -> settings.getOrDefault(name, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "m2m.console.enabled, yes, M2M_CONSOLE_ENABLED",
    "m2m.deliveries.repository, caffeine, The console needs a database",
    "m2m.console.origin, console.example.com, M2M_CONSOLE_ORIGIN",
    "m2m.console.origin, https://console.example.com/, without a path",
    "m2m.console.origin, ftp://console.example.com, M2M_CONSOLE_ORIGIN",
    "m2m.console.proxy.addresses, proxy.internal, M2M_CONSOLE_PROXY_ADDRESSES",
    "m2m.console.proxy.addresses, 10.0.0.0/40, M2M_CONSOLE_PROXY_ADDRESSES",
    "m2m.console.proxy.user-header, user, with a hyphen",
    "m2m.console.proxy.user-header, 'X-User:', with a hyphen"
  })
  void saysWhatIsWrong(String key, String value, String said) {
    List<String> mistakes = mistakes(key, value);
    assertEquals(1, mistakes.size(), mistakes::toString);
    assertTrue(mistakes.get(0).contains(said), mistakes.get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "m2m.console.origin, https://console.example.com:8443",
    "m2m.console.proxy.addresses, '10.1.2.3, 10.1.4.0/24,::1'"
  })
  void takesWhatCanWork(String key, String value) {
    assertEquals(List.of(), mistakes(key, value));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, '', true",
    "10.0.0.5, '', true",
    "10.0.0.5, tls.crt, false",
    "127.0.0.1, '', false",
    "localhost, '', false"
  })
  void warnsWherePasswordsPassANetworkInPlainText(String host, String tls, boolean isTold) {
    Map<String, String> settings =
        Map.of(
            "m2m.console.enabled",
            "true",
            "m2m.console.host",
            host,
            "m2m.http.tls.certificate",
            tls);
    List<String> warnings = ConsoleCheck.warnings(name -> settings.getOrDefault(name, ""));
    assertEquals(isTold, warnings.toString().contains("plain HTTP on " + host));
    assertEquals(isTold ? 1 : 0, warnings.size());
  }

  @Test
  void warnsOfNothingWhereTheConsoleIsOff() {
    assertEquals(List.of(), ConsoleCheck.warnings(name -> ""));
  }

  @Test
  void readsNothingElseWhereTheConsoleIsOff() {
    assertEquals(List.of(), mistakes("m2m.console.enabled", "false"));
  }
}
