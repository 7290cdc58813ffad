package io.m2mbridge.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiOriginTest {
  private static final String ID = "dr_acme_a1b2c3d4e5f6";
  private static final ApiOrigin M2M = ApiOrigin.of("https://api.m2m.leapfinancial.com");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://API.M2M.LeapFinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "HTTPS://api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com:443/partner/data-requests/dr_acme_a1b2c3d4e5f6"
      })
  void takesTheEndpointOfItsOrigin(String endpoint) {
    assertTrue(M2M.isReplyEndpoint(endpoint, ID));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com.evil.example/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://evil.api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://xapi.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com./partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.sandbox.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://127.0.0.1/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://[::1]/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com@evil.example/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://user@api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://user:word@api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://@api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://evil.example\\@api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://evil.example#@api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://evil.example?@api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https:\\\\api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com\\partner\\data-requests\\dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com:8443/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com:80/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com:4430/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com:-1/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "http://api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "http://api.m2m.leapfinancial.com:443/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "ftp://api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "//api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https:/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https:api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "mailto:api.m2m.leapfinancial.com",
        "https://api.m2m.leapfinancial.com/partner/data-requests/",
        "https://api.m2m.leapfinancial.com/partner/data-requests",
        "https://api.m2m.leapfinancial.com/",
        "https://api.m2m.leapfinancial.com",
        "https://api.m2m.leapfinancial.com/partner/data-requests/dr_other",
        "https://api.m2m.leapfinancial.com/partner/data-requests/DR_ACME_A1B2C3D4E5F6",
        "https://api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6/",
        "https://api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6/x",
        "https://api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6;x=1",
        "https://api.m2m.leapfinancial.com/partner//data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com//partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com/partner/./data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com/partner/x/../data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com/partner/data-requests/../data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com/partner/%2e%2e/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com/partner/data%2Drequests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com/partner/data-requests/dr%5Facme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com/partner%2Fdata-requests%2Fdr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com/Partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6?",
        "https://api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6?to=evil",
        "https://api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6#",
        "https://api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6#x",
        " https://api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6 ",
        "https://api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6\n",
        "https://api.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6\u0000",
        "https://api.m2m.leapfinancial.com\t/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://\u0430pi.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial\u3002com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leap\u017Financial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://xn--pi-6kc.m2m.leapfinancial.com/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com%2eevil.example/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "https://api.m2m.leapfinancial.com%00.evil.example/partner/data-requests/dr_acme_a1b2c3d4e5f6",
        "not a url",
        "https://",
        ""
      })
  void refusesAnyOther(String endpoint) {
    assertFalse(M2M.isReplyEndpoint(endpoint, ID));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "..",
        ".",
        "../links",
        "a?b",
        "a#b",
        "a b",
        "a%2Fb",
        "a\\b",
        "a;b",
        "ñ",
        "a\nb",
        "",
        "${x}",
        "{{m2m.api.key}}",
        "a:b",
        "a@b",
        "-",
        "_"
      })
  void refusesAnIdThatIsMoreThanAName(String id) {
    assertFalse(
        M2M.isReplyEndpoint("https://api.m2m.leapfinancial.com/partner/data-requests/" + id, id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dr_acme_a1b2c3d4e5f6", "a", "A-1.b~c", "..a"})
  void takesAnIdWhateverItsForm(String id) {
    assertTrue(
        M2M.isReplyEndpoint("https://api.m2m.leapfinancial.com/partner/data-requests/" + id, id));
  }

  @Test
  void tellsPortsApart() {
    ApiOrigin local = ApiOrigin.of("http://127.0.0.1:8089/");
    assertTrue(local.isReplyEndpoint("http://127.0.0.1:8089/partner/data-requests/a", "a"));
    assertFalse(local.isReplyEndpoint("http://127.0.0.1/partner/data-requests/a", "a"));
    assertFalse(local.isReplyEndpoint("http://127.0.0.1:8090/partner/data-requests/a", "a"));
    assertFalse(local.isReplyEndpoint("http://localhost:8089/partner/data-requests/a", "a"));
    assertFalse(local.isReplyEndpoint("https://127.0.0.1:8089/partner/data-requests/a", "a"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.m2m.leapfinancial.com, https, api.m2m.leapfinancial.com, 443",
    "https://api.m2m.leapfinancial.com/, https, api.m2m.leapfinancial.com, 443",
    "https://API.example:8443, https, api.example, 8443",
    "http://localhost, http, localhost, 80",
    "http://127.0.0.1:8089, http, 127.0.0.1, 8089",
    "http://[::1]:8089, http, [::1], 8089"
  })
  void readsABaseUrl(String url, String scheme, String host, int port) {
    assertEquals(new ApiOrigin(scheme, host, port), ApiOrigin.of(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.m2m.leapfinancial.com",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "ftp://localhost",
        "https://api.example/partner",
        "https://api.example?key=SECRET",
        "https://SECRET@api.example",
        "https://api.example#SECRET",
        "https:///partner",
        "api.example",
        "SECRET",
        ""
      })
  void refusesABaseUrlWithoutQuotingIt(String url) {
    var e = assertThrows(IllegalArgumentException.class, () -> ApiOrigin.of(url));
    assertFalse(e.getMessage().contains("SECRET"), e.getMessage());
  }
}
