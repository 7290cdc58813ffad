package io.m2mbridge.console.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.m2mbridge.testing.ConsoleClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
  private final Origin origin = new Origin("127.0.0.1", "https://console.example.com");

  private static ConsoleRequest request(String... lines) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String line : lines) {
      String[] parts = line.split(": ", 2);
      headers
          .computeIfAbsent(parts[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(parts[1]);
    }
    return new ConsoleRequest("POST", "replay", Map.of(), headers, "127.0.0.1", Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8082",
        "LOCALHOST",
        "127.0.0.1:8082",
        "[::1]:8082",
        "console.example.com"
      })
  void takesItsOwnHosts(String host) {
    assertDoesNotThrow(() -> origin.checkHost(request("Host: " + host)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example:8082",
        "console.example.com.evil.example",
        "evil.example:8082",
        "10.0.0.5:8082",
        ""
      })
  void refusesAHostOfOthersThatLeadsHere(String host) {
    RefusedException refused =
        assertThrows(
            RefusedException.class, () -> origin.checkHost(request("Host: " + host)), host);
    assertEquals(403, refused.status());
  }

  @Test
  void refusesARequestWithoutAHostOrWithTwo() {
    assertThrows(RefusedException.class, () -> origin.checkHost(request()));
    assertThrows(
        RefusedException.class,
        () -> origin.checkHost(request("Host: localhost", "Host: evil.example")));
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.5,10.0.0.5:8082,true", "0.0.0.0,0.0.0.0:8082,false", "::,[::]:80,false"})
  void takesTheAddressThatItListensOn(String listener, String host, boolean isTaken) {
    Origin own = new Origin(listener, "");
    if (isTaken) {
      assertDoesNotThrow(() -> own.checkHost(request("Host: " + host)));
    } else {
      assertThrows(RefusedException.class, () -> own.checkHost(request("Host: " + host)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site", "none", "", "Same-Origin, same-origin"})
  void refusesAFormOfAnotherSite(String site) {
    assertThrows(
        RefusedException.class,
        () ->
            origin.checkSite(
                request(
                    "Host: localhost:8082",
                    "Origin: http://localhost:8082",
                    "Sec-Fetch-Site: " + site)));
  }

  @Test
  void takesAFormOfItsOwn() {
    assertDoesNotThrow(
        () -> origin.checkSite(request("Host: localhost", "Sec-Fetch-Site: same-origin")));
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8082, true",
    "https://localhost:8082, true",
    "https://console.example.com, true",
    "http://localhost:8083, false",
    "http://console.example.com, false",
    "https://evil.example, false",
    "null, false",
    "'', false"
  })
  void comparesTheOriginOfABrowserWithoutSecFetchSite(String from, boolean isTaken) {
    assertTaken(isTaken, request("Host: localhost:8082", "Origin: " + from));
  }

  @ParameterizedTest
  @CsvSource({
    "https://console.example.com, true",
    "HTTPS://CONSOLE.EXAMPLE.COM, true",
    "http://console.example.com, false",
    "https://console.example.com:8443, false"
  })
  void takesTheSchemeOfTheSettingAloneForItsHost(String from, boolean isTaken) {
    assertTaken(isTaken, request("Host: console.example.com", "Origin: " + from));
  }

  private void assertTaken(boolean isTaken, ConsoleRequest sent) {
    if (isTaken) {
      assertDoesNotThrow(() -> origin.checkSite(sent));
    } else {
      assertThrows(RefusedException.class, () -> origin.checkSite(sent));
    }
  }

  @Test
  void takesAProgramsPasswordButNoCookieWithoutAnOrigin() {
    String basic = ConsoleClient.basic("ada", "x");
    String json = "Accept: application/json";
    assertDoesNotThrow(() -> origin.checkSite(request(basic, json)));
    for (ConsoleRequest refused :
        List.of(
            request(),
            request(json),
            request(basic),
            request(basic, json, "Cookie: a=b"),
            request(basic, json, "Sec-Fetch-Site: cross-site"),
            request(basic, json, "Origin: https://evil.example"))) {
      assertThrows(
          RefusedException.class, () -> origin.checkSite(refused), refused.headers()::toString);
    }
  }
}
