package io.m2mbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a signed body strictly. It never throws: an unusable body gives an envelope with a fault,
 * so that it can be stored in quarantine (docs/protocol.md, "Envelope").
 */
public final class EnvelopeReader {
  /** The maximum length of an event name, an id or another key field, in bytes of UTF-8. */
  static final int MAX_KEY_BYTES = 200;

  /**
   * The field of {@code data} that identifies the event, together with the event's name
   * (docs/protocol.md, "Q5").
   */
  private static final Map<String, String> IDENTITY =
      Map.of(
          "link.created", "linkId",
          "link.opened", "linkId",
          "user.data_request", "dataRequestId",
          "operation.created", "operationId",
          "operation.cancelled", "operationId");

  /** The key fields that are strings (docs/protocol.md, "Events"). */
  private static final Map<String, List<String>> KEY_FIELDS =
      Map.of(
          "link.created", List.of("linkId", "referenceId"),
          "link.opened", List.of("linkId", "referenceId"),
          "user.data_request", List.of("dataRequestId", "referenceId", "replyEndpoint"),
          "operation.created", List.of("operationId"),
          "operation.cancelled", List.of("operationId"));

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(100)
                          .maxNumberLength(1_000)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // Its table of names is shared, and fails if many names have the same hash.
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** How the key of a quarantined delivery begins. */
  public static final String QUARANTINE = "quarantine:";

  /** Whether the event is one of the five that M2M documents. Each of them has its own route. */
  public static boolean isKnown(@Nullable String event) {
    return event != null && IDENTITY.containsKey(event);
  }

  /**
   * The size of a large body, in bytes. Its JSON tree may take many times the memory of the body.
   */
  private static final int LARGE = 16_384;

  private final Lock large = new ReentrantLock();

  /**
   * Reads a body whose signature was verified.
   *
   * @param body the raw bytes, at most a few hundred KiB
   */
  public Envelope read(byte[] body) {
    return read(body, true);
  }

  /**
   * Reads a body and applies a function to the envelope. Large bodies are handled one at a time,
   * because many JSON trees at once would fill a small heap. The function's result should not keep
   * {@code data}.
   */
  public <T> T read(byte[] body, Function<Envelope, T> use) {
    return inTurn(body, () -> use.apply(read(body, true)));
  }

  /**
   * Like {@link #read(byte[], Function)}, for a stored body. The content hash, the most expensive
   * part, is stored too, so it is left empty here.
   */
  public <T> T readStored(byte[] body, Function<Envelope, T> use) {
    return inTurn(body, () -> use.apply(read(body, false)));
  }

  private <T> T inTurn(byte[] body, Supplier<T> work) {
    if (body.length <= LARGE) {
      return work.get();
    }
    large.lock();
    try {
      return work.get();
    } finally {
      large.unlock();
    }
  }

  private static Envelope read(byte[] body, boolean hashes) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return unusable("bad-encoding", null, null, body);
    }
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JacksonException | NumberFormatException e) {
      return unusable("bad-json", null, null, body);
    }
    if (!root.isObject() || !JsonValues.canBeStored(root)) {
      return unusable("bad-json", null, null, body);
    }
    String event = keyText(root.path("event"));
    String fault = event == null ? "bad-event" : faultOf(event, root.path("data"));
    if (event == null || fault != null) {
      return unusable(fault == null ? "bad-event" : fault, event, root, body);
    }
    JsonNode data = root.path("data");
    String id = IDENTITY.get(event);
    String key =
        event + ":" + (id == null ? "sha256:" + Hashes.sha256(body) : data.path(id).textValue());
    return new Envelope(
        event,
        key,
        keyText(data.path("referenceId")),
        keyText(data.path("linkId")),
        keyText(data.path("operationId")),
        hashes ? Hashes.ofContent(root) : "",
        null,
        data);
  }

  private static Envelope unusable(
      String fault, @Nullable String event, @Nullable JsonNode root, byte[] body) {
    String hash = root == null ? Hashes.sha256(body) : Hashes.ofContent(root);
    JsonNode data = root == null ? null : root.path("data");
    return new Envelope(
        event,
        quarantineKey(fault, hash),
        data == null ? null : keyText(data.path("referenceId")),
        data == null ? null : keyText(data.path("linkId")),
        data == null ? null : keyText(data.path("operationId")),
        hash,
        fault,
        null);
  }

  /**
   * Returns the key of a quarantined delivery. It differs from the business key, so that it never
   * blocks that one.
   */
  public static String quarantineKey(String reason, String contentHash) {
    return QUARANTINE + reason + ":" + contentHash;
  }

  private static @Nullable String faultOf(String event, JsonNode data) {
    if (!data.isObject()) {
      return "bad-data";
    }
    for (String field : KEY_FIELDS.getOrDefault(event, List.of())) {
      if (keyText(data.path(field)) == null) {
        return "bad-id";
      }
    }
    for (String field : List.of("linkId", "referenceId", "userId")) {
      JsonNode id = data.path(field);
      if (isPresent(id) && isKnown(event) && keyText(id) == null && !"".equals(id.textValue())) {
        return "bad-id";
      }
    }
    if (event.equals("user.data_request") && !areKeyTexts(data.path("requiredFields"))) {
      return "bad-required-fields";
    }
    return isKnown(event) && !AmountCheck.areExact(data.path("amount")) ? "bad-amount" : null;
  }

  private static boolean areKeyTexts(JsonNode fields) {
    for (JsonNode field : fields) {
      if (keyText(field) == null) {
        return false;
      }
    }
    return fields.isArray();
  }

  /**
   * Returns the text of a field with a name or id, or null if it isn't a string of 1 to 200 bytes.
   */
  private static @Nullable String keyText(JsonNode node) {
    String text = node.textValue();
    return text == null || text.isEmpty() || text.getBytes(UTF_8).length > MAX_KEY_BYTES
        ? null
        : text;
  }

  /** Whether a value is there. An absent value and null mean the same (docs/protocol.md, "Q25"). */
  static boolean isPresent(JsonNode node) {
    return !node.isMissingNode() && !node.isNull();
  }
}
