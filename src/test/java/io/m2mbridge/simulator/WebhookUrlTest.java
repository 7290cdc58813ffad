package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080/webhooks/m2m",
        "https://partner.example",
        "https://partner.example:65535/hook?tenant=1",
        "http://[::1]:1/"
      })
  void takesAnAbsoluteUrl(String url) {
    assertTrue(WebhookUrl.isOne(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/webhooks",
        "partner.example/hook",
        "ftp://partner.example/",
        "http:partner.example",
        "http:///hook",
        "http://partner.example/a b",
        "http://partner.example:0/",
        "http://partner.example:65536/",
        "http://partner.example:99999/",
        "http://partner.example:-5/",
        "http://partner.example:port/"
      })
  void refusesAnythingElse(String url) {
    assertFalse(WebhookUrl.isOne(url));
  }
}
