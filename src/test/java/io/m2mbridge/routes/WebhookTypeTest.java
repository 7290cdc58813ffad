package io.m2mbridge.routes;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Content types and encodings: each request is signed well, so that only its one deviation can be
 * what is refused.
 */
class WebhookTypeTest extends CheckedWebhooks {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "application/json ; charset = utf-8 ",
        "application/json; Charset=Utf-8",
        "application/json; charset=\"utf-8\"",
        "application/json; charset=UTF8",
        "application/json; charset=\"Utf8\"; v=1",
        "application/json; charset=csUTF8",
        "application/json;\tcharset=utf-8",
        "application/json; v=1",
        "application/json; v=1; charset=utf-8; profile=\"http://a/b\"",
        "application/json; profile=\"a;b\"",
        "application/json; x=\"charset=utf-16\"",
        "application/json;",
      })
  void takesJsonWithAnyParameterInUtf8(String type) {
    assertAccepted(send(POST, List.of("Content-Type: " + type)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=iso-8859-1",
        "application/json; charset=utf-16",
        "application/json; charset=\"utf-16\"",
        "application/json; CHARSET=us-ascii",
        "application/json;\tcharset=utf-16",
        "application/json; charset\t=utf-16",
        "application/json; v=1; charset=utf-16",
        "application/json; charset=utf-8; charset=utf-16",
        "application/json; charset=utf-8x",
        "application/json; charset=utf8x",
        "application/json; charset=utf88",
        "application/json; charset=utf_8",
        "application/json; charset=no-such-charset",
        "application/json; charset=",
        "application/jsonx",
        "application/json-seq",
        "application/vnd.m2m+json",
        "application/json, text/plain",
        "application",
        "text/json",
        "text/plain",
        "text/plain; application/json",
        "*/*",
        "application/x-www-form-urlencoded",
        "",
      })
  void refusesOtherTypesAndCharsets(String type) {
    assertRefused(415, send(POST, List.of("Content-Type: " + type)));
  }

  @Test
  void refusesAMissingType() {
    assertRefused(415, send(POST, List.of()));
  }

  @Test
  void refusesARepeatedType() {
    assertRefused(415, send(POST, List.of(JSON, JSON)));
    assertRefused(415, send(POST, List.of(JSON, "Content-Type: text/plain")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "Identity", " identity ", "identity, identity", "", " "})
  void takesWhatIsNotEncoded(String encoding) {
    assertAccepted(send(POST, List.of(JSON, "Content-Encoding: " + encoding)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "br",
        "deflate",
        "gzip, gzip",
        "identity, gzip",
        "gzip,identity",
        "identityx"
      })
  void refusesAContentEncoding(String encoding) {
    assertRefused(415, send(POST, List.of(JSON, "Content-Encoding: " + encoding)));
  }
}
