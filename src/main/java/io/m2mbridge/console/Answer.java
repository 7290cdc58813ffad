package io.m2mbridge.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An answer of the console.
 *
 * @param headers headers in addition to those that every answer has
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, String contentType, byte[] body, Map<String, List<String>> headers) {
  static Answer html(int status, String html) {
    return new Answer(status, "text/html; charset=utf-8", html.getBytes(UTF_8), Map.of());
  }

  static Answer json(int status, String json) {
    return new Answer(status, "application/json", json.getBytes(UTF_8), Map.of());
  }

  /** Sends the browser to another page. */
  static Answer seeOther(String location) {
    return new Answer(303, "text/plain", new byte[0], Map.of("Location", List.of(location)));
  }

  /** The same answer with one more header, which it may have already. */
  Answer with(String name, String value) {
    Map<String, List<String>> more = new LinkedHashMap<>(headers);
    more.merge(
        name,
        List.of(value),
        (before, one) -> Stream.concat(before.stream(), one.stream()).toList());
    return new Answer(status, contentType, body, more);
  }
}
