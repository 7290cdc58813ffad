package io.m2mbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When two copies of an event have equal content. */
class HashesTest {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** FIPS 180-4's own example. */
  @Test
  void isSha256InHex() {
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        Hashes.sha256("abc".getBytes(UTF_8)));
    assertEquals(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        Hashes.sha256(new byte[0]));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // the top-level timestamp
        "{\"event\":\"e\",\"timestamp\":\"1\"} | {\"event\":\"e\",\"timestamp\":\"2\"}",
        "{\"event\":\"e\",\"timestamp\":\"1\"} | {\"event\":\"e\"}",
        "{\"event\":\"e\",\"timestamp\":null} | {\"timestamp\":7,\"event\":\"e\"}",
        // the order of names
        "{\"a\":1,\"b\":2} | {\"b\":2,\"a\":1}",
        "{\"d\":{\"a\":[{\"x\":1,\"y\":2}]}} | {\"d\":{\"a\":[{\"y\":2,\"x\":1}]}}",
        // white space and escapes
        "{\"a\":\"é\"} | { \"\\u0061\" : \"\\u00e9\" }",
        "{\"a\":\"/\"} | {\"a\":\"\\/\"}",
        // numbers
        "{\"a\":100} | {\"a\":100.00}",
        "{\"a\":100} | {\"a\":1e2}",
        "{\"a\":100} | {\"a\":1.0E+2}",
        "{\"a\":0} | {\"a\":0.000}",
        "{\"a\":0} | {\"a\":-0}",
        "{\"a\":0} | {\"a\":-0.0}",
        "{\"a\":0} | {\"a\":0e9}",
        "{\"a\":0.5} | {\"a\":5e-1}",
        "{\"a\":12345678901234567890} | {\"a\":12345678901234567890.0}",
      })
  void isEqualFor(String one, String other) throws Exception {
    assertEquals(hash(one), hash(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"event\":\"e\"} | {\"event\":\"f\"}",
        // a timestamp that isn't the top-level one
        "{\"data\":{\"timestamp\":\"1\"}} | {\"data\":{\"timestamp\":\"2\"}}",
        "{\"data\":{\"timestamp\":\"1\"}} | {\"data\":{}}",
        "{\"a\":[{\"timestamp\":1}]} | {\"a\":[{\"timestamp\":2}]}",
        "{\"Timestamp\":1} | {\"Timestamp\":2}",
        // the order of elements
        "{\"a\":[1,2]} | {\"a\":[2,1]}",
        "{\"a\":[1]} | {\"a\":[1,1]}",
        "{\"a\":[[1],2]} | {\"a\":[[1,2]]}",
        "{\"a\":[[],[]]} | {\"a\":[[[]]]}",
        // types
        "{\"a\":1} | {\"a\":\"1\"}",
        "{\"a\":true} | {\"a\":\"true\"}",
        "{\"a\":null} | {\"a\":\"null\"}",
        "{\"a\":null} | {}",
        "{\"a\":null} | {\"a\":false}",
        "{\"a\":[]} | {\"a\":{}}",
        "{\"a\":\"\"} | {\"a\":null}",
        // numbers
        "{\"a\":100} | {\"a\":100.01}",
        "{\"a\":1} | {\"a\":-1}",
        "{\"a\":1e300} | {\"a\":1e301}",
        "{\"a\":0.1} | {\"a\":0.10000000000000000555}",
        "{\"a\":9007199254740992} | {\"a\":9007199254740993}",
        // texts
        "{\"a\":\"b\"} | {\"a\":\"B\"}",
        "{\"a\":\"b\"} | {\"a\":\"b \"}",
        "{\"a\":\"é\"} | {\"a\":\"e\\u0301\"}",
        // what a canonical form without lengths would take for equal
        "{\"a\":\"b\",\"c\":\"d\"} | {\"a\":\"b\\\"1:c\\\"1:d\"}",
        "{\"a\":\"1:b\"} | {\"a1:\":\"b\"}",
        "{\"a\":{\"b\":1}} | {\"a\":{},\"b\":1}",
        "{\"a\":[true,false]} | {\"a\":[\"true;false\"]}",
      })
  void differsFor(String one, String other) throws Exception {
    assertNotEquals(hash(one), hash(other));
  }

  /** The hash is stored: in another form, each copy of a stored event would be a conflict. */
  @Test
  void isOfTheFormThatStoredHashesHave() throws Exception {
    assertEquals(
        Hashes.sha256("{\"1:a1e2;\"1:b125e-1;}".getBytes(UTF_8)), hash("{\"b\":12.50,\"a\":100}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "7", "null"})
  void hashesAnyJson(String json) throws Exception {
    assertEquals(64, hash(json).length());
  }

  @Test
  void isEqualForRandomTreesInAnotherOrder() {
    Random random = random();
    for (int i = 0; i < 2_000; i++) {
      ObjectNode tree = object(random, 4);
      assertEquals(
          Hashes.ofContent(tree), Hashes.ofContent(shuffled(tree, random)), tree::toString);
    }
  }

  @Test
  void differsForRandomTreesThatDiffer() {
    Random random = random();
    for (int i = 0; i < 2_000; i++) {
      ObjectNode one = object(random, 3);
      ObjectNode other = object(random, 3);
      if (!one.equals(other)) {
        assertNotEquals(Hashes.ofContent(one), Hashes.ofContent(other), () -> one + " " + other);
      }
    }
  }

  private static String hash(String json) throws Exception {
    return Hashes.ofContent(JSON.readTree(json));
  }

  private static ObjectNode object(Random random, int depth) {
    ObjectNode object = JSON.createObjectNode();
    for (int n = random.nextInt(4); n > 0; n--) {
      object.set("n" + random.nextInt(6), value(random, depth));
    }
    return object;
  }

  private static JsonNode value(Random random, int depth) {
    var nodes = JSON.getNodeFactory();
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.numberNode(random.nextInt(5));
      case 2 -> nodes.textNode("t" + random.nextInt(5));
      case 3 -> nodes.booleanNode(random.nextBoolean());
      case 4 -> {
        ArrayNode array = JSON.createArrayNode();
        for (int n = random.nextInt(3); n > 0; n--) {
          array.add(value(random, depth - 1));
        }
        yield array;
      }
      default -> object(random, depth - 1);
    };
  }

  private static JsonNode shuffled(JsonNode node, Random random) {
    if (node.isArray()) {
      ArrayNode array = JSON.createArrayNode();
      node.forEach(element -> array.add(shuffled(element, random)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    Collections.shuffle(names, random);
    ObjectNode object = JSON.createObjectNode();
    names.forEach(name -> object.set(name, shuffled(node.get(name), random)));
    return object;
  }

  private static Random random() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    return new Random(seed);
  }
}
