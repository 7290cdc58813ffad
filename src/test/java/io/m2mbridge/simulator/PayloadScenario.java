package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Links, data requests and operations, and their payloads. */
abstract class PayloadScenario {
  static final Instant NOW = Instant.parse("2026-03-02T16:05:00.120Z");
  static final Instant LATER = Instant.parse("2026-03-02T16:20:00Z");
  static final String PRODUCTION = "https://api.m2m.leapfinancial.com";
  static final int MANY = 200;
  final Stances stances = new Stances();
  final Faults faults = new Faults();
  String apiUrl = PRODUCTION;
  final Payloads payloads = new Payloads(stances, faults, () -> apiUrl);

  static List<String> events() {
    return EventTemplates.EVENTS;
  }

  static Link link(long seed, boolean hasMetadata) {
    ObjectNode metadata = EventTemplates.JSON.createObjectNode();
    metadata.putObject("order").put("number", 7);
    return new Link(
        "link_sim_1",
        "user_1",
        "https://send.m2m.leapfinancial.com/link_sim_1",
        NOW,
        NOW.plus(Duration.ofHours(1)),
        EventTemplates.JSON.createObjectNode(),
        hasMetadata ? metadata : null,
        null,
        // Of seeds that follow each other the first numbers are much the same.
        new Random(seed * 0x9E3779B97F4A7C15L));
  }

  static DataRequest dataRequest(Link link) {
    return new DataRequest("dr_sim_1", link, List.of("name.firstName", "dob"), NOW.plusSeconds(90));
  }

  static Operation operation(Link link, String send) {
    return new Operation(
        "op_1",
        link,
        "usr_1",
        new BigDecimal(send),
        new BigDecimal("18.505"),
        new BigDecimal("3.99"),
        NOW);
  }

  ObjectNode data(String event, Link link) {
    return switch (event) {
      case "link.created" -> payloads.linkCreated(link);
      case "link.opened" -> payloads.linkOpened(link, LATER);
      case "user.data_request" -> payloads.dataRequest(dataRequest(link));
      case "operation.created" -> payloads.operationCreated(operation(link, "100.00"));
      default -> payloads.operationCancelled(operation(link, "100.00"), LATER);
    };
  }

  static Set<String> names(ObjectNode object) {
    return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }
}
