package io.m2mbridge.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxyTest {
  private static final TrustedProxy PROXY =
      new TrustedProxy("10.1.2.3, 10.2.0.0/23,2001:db8::/64", "X-Forwarded-User");

  private static ConsoleRequest from(String address, String... users) {
    return new ConsoleRequest(
        "GET", "", Map.of(), Map.of("x-forwarded-user", List.of(users)), address, Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true",
    "10.1.2.4, false",
    "10.2.0.255, true",
    "10.2.1.255, true",
    "10.2.2.0, false",
    "2001:db8:0:0:0:0:0:7, true",
    "2001:db8:0:1:0:0:0:7, false",
    "127.0.0.1, false",
    "localhost, false",
    "evil.example, false"
  })
  void believesTheHeaderOfTrustedAddressesAlone(String address, boolean isTrusted) {
    assertEquals(
        isTrusted ? Optional.of("ada") : Optional.empty(), PROXY.user(from(address, "ada")));
  }

  @Test
  void trustsNobodyWithoutAnAddress() {
    assertEquals(Optional.empty(), PROXY.user(from(null, "ada")));
    assertEquals(Optional.empty(), new TrustedProxy("", "X-User").user(from("10.1.2.3", "ada")));
  }

  @Test
  void refusesTwoUsersInOneRequest() {
    assertThrows(RefusedException.class, () -> PROXY.user(from("10.1.2.3", "ada", "grace")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0/0",
        "::/0",
        "proxy.internal",
        "10.1.2.3/33",
        "10.1.2.3/",
        "10.1.2.3/8/9",
        "10.1.2/x"
      })
  void refusesWhatIsNoAddress(String addresses) {
    assertThrows(IllegalArgumentException.class, () -> new TrustedProxy(addresses, ""));
  }

  @Test
  void takesTheAddressesOfOneIpv6NetworkForOne() {
    String network = TrustedProxy.network("2001:db8:1:2::1");
    assertEquals(network, TrustedProxy.network("2001:db8:1:2:ffff::9"));
    assertNotEquals(network, TrustedProxy.network("2001:db8:1:3::1"));
    assertEquals("192.0.2.1", TrustedProxy.network("192.0.2.1"));
    assertEquals("fe80::1%eth0", TrustedProxy.network("fe80::1%eth0"));
    assertNull(TrustedProxy.network(null));
  }
}
