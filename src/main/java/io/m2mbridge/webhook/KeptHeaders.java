package io.m2mbridge.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Message;

/**
 * The headers of a webhook that are stored: {@code X-M2M-*}, {@code Content-Type} and {@code
 * User-Agent}. All others are a proxy's, and may hold cookies or tokens. The timestamp and the
 * signature have columns of their own.
 */
final class KeptHeaders {
  private static final List<String> OTHERS = List.of("content-type", "user-agent");
  private static final List<String> COLUMNS = List.of("x-m2m-timestamp", "x-m2m-signature");
  private static final int MOST = 20;
  private static final int LONGEST = 500;

  private KeptHeaders() {}

  /**
   * Returns the headers as a JSON object of texts, by their names in lower case. A repeated
   * header's values are joined by a comma. A header must not keep a signed webhook from being
   * stored: characters outside visible ASCII are written as {@code ?}, and a long value is cut.
   */
  static String json(Message message) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (isKept(name) && kept.size() < MOST) {
        kept.put(visible(name), visible(text(header.getValue())));
      }
    }
    return kept.toString();
  }

  private static boolean isKept(String name) {
    return OTHERS.contains(name) || (name.startsWith("x-m2m-") && !COLUMNS.contains(name));
  }

  private static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return new String(bytes, US_ASCII); // of a Kafka record
    }
    return value instanceof List<?> list
        ? String.join(", ", list.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }

  private static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.substring(0, Math.min(text.length(), LONGEST)));
    for (int i = 0; i < visible.length(); i++) {
      if (visible.charAt(i) < ' ' || visible.charAt(i) > '~') {
        visible.setCharAt(i, '?');
      }
    }
    return visible.toString();
  }
}
