package io.m2mbridge.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.console.access.ConsoleRequest;
import io.m2mbridge.console.access.RefusedException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/** Reads a request from an exchange of any HTTP server that Camel runs on. */
final class RequestReader {
  private static final String PREFIX = "/console";
  private static final int MOST_BODY_BYTES = 16_384;
  private static final String VERTX_ADDRESS = "CamelVertxPlatformHttpRemoteAddress";
  private static final String SERVLET_REQUEST = "CamelHttpServletRequest";

  /** The headers that the console reads, except for the proxy's. */
  private static final Set<String> READ =
      Set.of(
          "accept",
          "authorization",
          "content-type",
          "cookie",
          "host",
          "hx-request",
          "origin",
          "sec-fetch-site");

  private static final Set<String> FORMS =
      Set.of("application/x-www-form-urlencoded", "multipart/form-data");

  private static final Pattern ADDRESS = Pattern.compile("https?://([^/?#]+)");
  private static final TypeReference<Map<String, String>> FIELDS = new TypeReference<>() {};
  private static final JsonMapper JSON = new JsonMapper();

  private final String userHeader;

  /**
   * @param userHeader the proxy's header that names the user, in lower case
   */
  RequestReader(String userHeader) {
    this.userHeader = userHeader;
  }

  /**
   * Reads a request.
   *
   * @throws RefusedException if it is invalid
   */
  ConsoleRequest read(Exchange exchange) {
    Message in = exchange.getIn();
    String query = in.getHeader(Exchange.HTTP_RAW_QUERY, String.class);
    if (query == null) {
      query = in.getHeader(Exchange.HTTP_QUERY, "", String.class);
    }
    Map<String, String> parameters = parameters(query);
    Map<String, List<String>> headers = headers(in);
    headers.computeIfAbsent("host", name -> authority(in));
    return new ConsoleRequest(
        in.getHeader(Exchange.HTTP_METHOD, "", String.class).toUpperCase(Locale.ROOT),
        path(in),
        parameters,
        headers,
        address(exchange),
        form(in, headers));
  }

  /** The path as it was sent: a server may have decoded the other one already. */
  private static String path(Message in) {
    String uri = in.getHeader(Exchange.HTTP_URI, "", String.class).replaceFirst("\\?.*", "");
    if (!uri.equals(PREFIX) && !uri.startsWith(PREFIX + "/")) {
      throw new RefusedException(404, "There is no such page.");
    }
    String path = decoded(uri.substring(PREFIX.length()).replace("+", "%2B"));
    return path.startsWith("/") ? path.substring(1) : path;
  }

  private static String decoded(String text) {
    try {
      return storable(URLDecoder.decode(text, UTF_8));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(400, "The address has a broken escape: write % as %25.");
    }
  }

  /** Refuses the one character that PostgreSQL's texts can't have. */
  private static String storable(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new RefusedException(
          400, "The request has the character U+0000, which no text here has: leave it out.");
    }
    return text;
  }

  /**
   * Camel puts parameters among the headers. So a parameter with the name of a header that the
   * console reads is refused, and nobody can forge that header by a link.
   */
  private Map<String, String> parameters(String query) {
    refuseNamesOfHeaders(query);
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1)).strip();
      if (!value.isEmpty() && parameters.put(name, value) != null) {
        throw new RefusedException(400, "A parameter is repeated: write each once.");
      }
    }
    return parameters;
  }

  /** Vert.x also ends a parameter at a semicolon. */
  private void refuseNamesOfHeaders(String query) {
    for (String pair : query.split("[&;]", -1)) {
      if (isRead(decoded(pair.replaceFirst("(?s)=.*", "")).toLowerCase(Locale.ROOT))) {
        throw new RefusedException(400, "A parameter has the name of a header.");
      }
    }
  }

  /** HTTP/2 has no header Host. Servers put what it has instead into the whole address alone. */
  private static @Nullable List<String> authority(Message in) {
    Matcher address = ADDRESS.matcher(in.getHeader(Exchange.HTTP_URL, "", String.class));
    return address.lookingAt() ? List.of(address.group(1)) : null;
  }

  private boolean isRead(String header) {
    return READ.contains(header) || header.equals(userHeader);
  }

  private Map<String, List<String>> headers(Message in) {
    Map<String, List<String>> headers = new HashMap<>();
    in.getHeaders()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (isRead(lower)) {
                headers.put(lower, texts(value));
              }
            });
    return headers;
  }

  private static List<String> texts(@Nullable Object value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof Iterable<?> several) {
      several.forEach(each -> texts.add(String.valueOf(each)));
    } else if (value != null) {
      texts.add(String.valueOf(value));
    }
    return texts;
  }

  private static @Nullable String address(Exchange exchange) {
    Object vertx = exchange.getIn().getHeader(VERTX_ADDRESS);
    if (vertx != null) {
      return vertx.toString().replaceFirst(":[0-9]+$", "").replaceAll("[\\[\\]]|%.*", "");
    }
    Object servlet = exchange.getIn().getHeader(SERVLET_REQUEST);
    Object address =
        servlet == null
            ? null
            : PluginHelper.getBeanIntrospection(exchange.getContext())
                .getOrElseProperty(servlet, "remoteAddr", null, false);
    return address == null ? null : address.toString();
  }

  /**
   * The console's forms are sent as text/plain, and a program may send JSON. Of the usual encodings
   * of forms, servers make parameters and headers, and leave no body. So these are refused, and
   * nobody can forge a header by a form.
   */
  private static Map<String, String> form(Message in, Map<String, List<String>> headers) {
    String type = headers.getOrDefault("content-type", List.of("")).get(0).toLowerCase(Locale.ROOT);
    if (type.isEmpty()) {
      return Map.of();
    }
    if (FORMS.stream().anyMatch(type::startsWith)) {
      throw unknownType();
    }
    byte[] body = in.getBody(byte[].class);
    if (body == null || body.length == 0) {
      return Map.of();
    }
    if (body.length > MOST_BODY_BYTES) {
      throw new RefusedException(413, "The request is too large.");
    }
    String text = new String(body, UTF_8);
    Map<String, String> fields;
    if (type.startsWith("text/plain")) {
      fields = plain(text);
    } else if (type.startsWith("application/json")) {
      fields = json(text);
    } else {
      throw unknownType();
    }
    fields.values().forEach(RequestReader::storable);
    return fields;
  }

  private static RefusedException unknownType() {
    return new RefusedException(415, "Send JSON, with the content type application/json.");
  }

  private static Map<String, String> plain(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String line : text.split("\r?\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        fields.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return fields;
  }

  private static Map<String, String> json(String text) {
    try {
      Map<String, String> fields = JSON.readValue(text, FIELDS);
      if (fields != null) {
        fields.values().removeIf(Objects::isNull);
        return fields;
      }
    } catch (JsonProcessingException e) {
      // The same answer as to null.
    }
    throw new RefusedException(
        400, "The body is not a JSON object of texts: write one, such as {\"id\": \"42\"}.");
  }
}
