package io.m2mbridge.reply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.LogLines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class BuildReplyTest {
  private static final Map<String, Object> ANA =
      Map.of(
          "name.firstName", "Ana",
          "name.secondName", "Carlos",
          "name.lastName", "Garcia",
          "name.secondLastName", "Lopez",
          "idNumber", "GALO900515HDFRPN09",
          "idType", "CURP",
          "dob", "1990-05-15");

  private final BuildReply buildReply = new BuildReply();
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @Test
  void sendsWhatM2MsDocumentsShow() throws Exception {
    build(List.of("name.secondName", "name.secondLastName", "idNumber", "idType", "dob"), ANA);
    assertEquals(
        "{\"referenceId\":\"user_12345\",\"userData\":{\"name\":{\"secondName\":\"Carlos\","
            + "\"secondLastName\":\"Lopez\"},\"idNumber\":\"GALO900515HDFRPN09\",\"idType\":\"CURP\","
            + "\"dob\":\"1990-05-15\"}}",
        reply());
    assertEquals("name.secondName,name.secondLastName,idNumber,idType,dob", fieldsSent());
  }

  @Test
  void keepsItsOrderWhateverTheOrderOfTheRequest() throws Exception {
    build(List.of("dob", "idNumber", "name.lastName", "name.firstName", "dob"), ANA);
    assertEquals(
        "{\"referenceId\":\"user_12345\",\"userData\":{\"name\":{\"firstName\":\"Ana\","
            + "\"lastName\":\"Garcia\"},\"idNumber\":\"GALO900515HDFRPN09\",\"dob\":\"1990-05-15\"}}",
        reply());
    assertEquals("name.firstName,name.lastName,idNumber,dob", fieldsSent());
  }

  @Test
  void sendsWhatIsKnownOfWhatIsRequired() throws Exception {
    Map<String, Object> user = new HashMap<>(ANA);
    user.put("idNumber", null);
    user.put("idType", "  ");
    user.put("dob", "15/05/1990");
    build(List.of("name.firstName", "idNumber", "idType", "dob"), user);
    assertEquals(
        "{\"referenceId\":\"user_12345\",\"userData\":{\"name\":{\"firstName\":\"Ana\"}}}",
        reply());
    assertEquals("name.firstName", fieldsSent());
  }

  @Test
  void sendsNothingThatWasNotRequired() throws Exception {
    Map<String, Object> user = new HashMap<>(ANA);
    user.put("salary", 1);
    build(List.of("idType"), user);
    assertEquals("{\"referenceId\":\"user_12345\",\"userData\":{\"idType\":\"CURP\"}}", reply());
  }

  @Test
  void holdsExactlyWhatIsRequiredAndKnown() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      List<String> required = some(random);
      List<String> known = some(random);
      Map<String, Object> user = new HashMap<>();
      known.forEach(field -> user.put(field, ANA.get(field)));
      build(required, user);
      List<String> expected =
          UserDataFields.ALL.stream()
              .filter(field -> required.contains(field) && known.contains(field))
              .toList();
      assertEquals(String.join(",", expected), fieldsSent(), () -> "seed " + seed);
      for (String field : UserDataFields.ALL) {
        String last = "\"" + field.substring(field.indexOf('.') + 1) + "\":";
        assertEquals(expected.contains(field), reply().contains(last), () -> "seed " + seed);
      }
    }
  }

  private static List<String> some(Random random) {
    List<String> fields = new ArrayList<>(UserDataFields.ALL);
    Collections.shuffle(fields, random);
    return fields.subList(0, random.nextInt(fields.size() + 1));
  }

  @Test
  void tellsOnceOfEachFieldThatItLeavesOutAndCountsEach() throws Exception {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    exchange.getContext().getRegistry().bind("metricsRegistry", metrics);
    Map<String, Object> user = new HashMap<>(ANA);
    user.put("idNumber", 1.2345678901E10);
    user.put("dob", OffsetDateTime.parse("1990-05-15T00:00:00Z"));
    try (LogLines log = LogLines.capture()) {
      for (int i = 0; i < 3; i++) {
        build(List.of("idType", "idNumber", "dob"), user);
        assertEquals("idType", fieldsSent());
      }
      build(List.of("idType"), user);
      List<String> lines = log.with("user.data_request:dr_1");
      assertEquals(2, lines.size());
      assertTrue(lines.get(0).contains("idNumber of event"), lines.get(0));
      assertTrue(lines.get(0).contains("CAST(<column> AS text)"), lines.get(0));
      assertTrue(lines.get(1).contains("dob of event"), lines.get(1));
      assertTrue(lines.get(1).contains("AT TIME ZONE '<zone>'"), lines.get(1));
      assertTrue(log.with("1.2345678901E10").isEmpty());
      assertTrue(log.with("1990").isEmpty());
    }
    assertEquals(3, dropped(metrics, "idNumber", "number"));
    assertEquals(3, dropped(metrics, "dob", "zone"));
  }

  @Test
  void tellsOfNamesThatM2MDoesNotKnowWhereAFieldIsMissing() throws Exception {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    exchange.getContext().getRegistry().bind("metricsRegistry", metrics);
    try (LogLines log = LogLines.capture()) {
      build(
          List.of("idNumber", "dob", "idType"),
          Map.of("idnumber", "GALO900515HDFRPN09", "idType", "CURP", "salary", "SECRET"));
      assertEquals("idType", fieldsSent());
      assertEquals(1, log.with("idnumber of event user.data_request:dr_1").size());
      assertEquals(1, log.with("write AS \"idNumber\"").size());
      assertEquals(1, log.with("salary of event user.data_request:dr_1").size());
      assertTrue(log.with("GALO").isEmpty());
      assertTrue(log.with("SECRET").isEmpty());
    }
    assertEquals(1, dropped(metrics, "idNumber", "name"));
    assertEquals(1, dropped(metrics, "other", "name"));
  }

  @Test
  void saysNothingOfOtherNamesWhereNothingIsMissing() throws Exception {
    try (LogLines log = LogLines.capture()) {
      Map<String, Object> user = new HashMap<>(ANA);
      user.put("name.secondName", null);
      user.put("salary", 1);
      build(List.of("idNumber", "name.secondName"), user);
      assertTrue(log.with("user.data_request:dr_1").isEmpty());
    }
  }

  private static double dropped(SimpleMeterRegistry metrics, String field, String reason) {
    return metrics.counter("m2m.user.data.dropped", "field", field, "reason", reason).count();
  }

  @Test
  void skipsAndLogsNamesThatItDoesNotKnow() throws Exception {
    try (LogLines log = LogLines.capture()) {
      Map<String, Object> user = new HashMap<>(ANA);
      user.put("paymentMethod", "x");
      user.put("name", "y");
      build(List.of("paymentMethod", "idImage", "name", "name.", "Dob", "idType"), user);
      assertEquals("idType", fieldsSent());
      assertEquals(
          1,
          log.with("user.data_request:dr_1").stream()
              .filter(l -> l.contains("paymentMethod, idImage"))
              .count());
    }
  }

  @Test
  void doesNotLogWhenItKnowsThemAll() throws Exception {
    try (LogLines log = LogLines.capture()) {
      build(List.of("idType"), ANA);
      assertTrue(log.with("user.data_request:dr_1").isEmpty());
    }
  }

  @Test
  void writesNamesInUtf8WhateverTheirScript() throws Exception {
    build(
        List.of("name.firstName", "name.lastName"),
        Map.of("name.firstName", "José \"Pepe\"\\\n", "name.lastName", "Ñandú 李 😀"));
    assertEquals(
        "{\"referenceId\":\"user_12345\",\"userData\":{\"name\":{"
            + "\"firstName\":\"José \\\"Pepe\\\"\\\\\\n\",\"lastName\":\"Ñandú 李 😀\"}}}",
        reply());
  }

  @Test
  void hasNothingToSendOfAUserThatIsUnknown() throws Exception {
    for (Object none : new Object[] {null, List.of(), Map.of(), List.of(Map.of())}) {
      build(List.of("idType", "dob"), none);
      assertEquals("", fieldsSent());
    }
  }

  @Test
  void hasNothingToSendWhereNothingIsRequired() throws Exception {
    build(List.of(), ANA);
    assertEquals("", fieldsSent());
  }

  @Test
  void takesARowInAListOrAlone() throws Exception {
    build(List.of("idType"), List.of(new LinkedHashMap<>(ANA)));
    assertEquals("idType", fieldsSent());
    build(List.of("idType"), ANA);
    assertEquals("idType", fieldsSent());
  }

  @Test
  void failsWhereTheUserIsNotOne() {
    assertThrows(
        IllegalStateException.class, () -> build(List.of("idType"), List.of(ANA, Map.of())));
  }

  @Test
  void failsWhereTheLookUpGaveNoRowsAtAll() {
    var e =
        assertThrows(
            IllegalStateException.class,
            () -> build(List.of("idType"), "{\"idType\":\"CURP\",\"idNumber\":\"SECRET\"}"));
    assertFalse(e.getMessage().contains("SECRET"));
    assertThrows(IllegalStateException.class, () -> build(List.of("idType"), List.of("SECRET")));
  }

  private void build(List<String> required, Object userData) throws Exception {
    exchange.setVariable("eventKey", "user.data_request:dr_1");
    exchange.setVariable("referenceId", "user_12345");
    exchange.setVariable("data", Map.of("requiredFields", required));
    exchange.setVariable("userData", userData);
    buildReply.process(exchange);
  }

  private String reply() {
    return new String(exchange.getVariable("reply", byte[].class), UTF_8);
  }

  private String fieldsSent() {
    return exchange.getVariable("fieldsSent", String.class);
  }
}
