package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import io.m2mbridge.testkit.RecordingServer.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The comparison of the tables with what M2M's API lists. */
@Tag("verify")
class ReconcileTest extends ReconcileScenario {
  @Test
  void findsNothingWhereBothSaySo() {
    here("operation.created", "op_same");
    there("op_same", "processing");
    compare();
    assertEquals(List.of(), findings());
    assertEquals("created", operation("op_same").get("status"));
  }

  @Test
  void asksPageByPageWithTheKeyAndForClosedWindowsAlone() {
    for (int i = 0; i < 5; i++) {
      here("operation.created", "op_page_" + i);
      there("op_page_" + i, "created");
    }
    compare();
    assertEquals(List.of(), findings());
    List<Request> asked = requests.api().requests();
    assertTrue(asked.stream().allMatch(each -> Bridge.API_KEY.equals(each.header("X-API-Key"))));
    assertTrue(asked.stream().allMatch(each -> each.method().equals("GET")));
    assertEquals(
        List.of("2", "3"),
        asked.stream()
            .map(each -> each.target().replaceAll(".*page=([0-9]+).*", "$1"))
            .filter(page -> !page.equals("1"))
            .toList());
    String last = asked.get(asked.size() - 1).target().replaceAll(".*to=([^&]*).*", "$1");
    Duration young = Duration.between(Instant.parse(last.replace("%3A", ":")), Instant.now());
    assertTrue(young.compareTo(Duration.ofMinutes(158)) >= 0, last);
  }

  @Test
  void learnsThatAnOperationIsCompletedAndLeavesItsHold() {
    here("operation.created", "op_completed");
    there("op_completed", "completed").put("completedAt", YESTERDAY.plusSeconds(60).toString());
    compare();
    bridge.await("learned.operation.completed:op_completed", "done");
    assertEquals("completed", operation("op_completed").get("status"));
    assertEquals(List.of("hold-open op_completed open"), findings());
    assertNull(
        bridge
            .sql()
            .sql("SELECT released_at FROM m2m_fund_holds")
            .query()
            .singleRow()
            .get("released_at"));

    bridge.sql().sql("UPDATE m2m_fund_holds SET released_at = placed_at").update();
    compare();
    assertEquals(List.of("hold-open op_completed closed"), findings());
    assertEquals(
        1L,
        bridge
            .sql()
            .sql("SELECT count(*) FROM m2m_deliveries WHERE event LIKE 'learned.%'")
            .query(Long.class)
            .single());
  }

  @Test
  void findsEachDifferenceAndClosesItByItself() {
    here("operation.created", "op_here");
    there("op_there", "created");
    here("operation.created", "op_amount");
    there("op_amount", "created")
        .withObjectProperty("amount")
        .put("send", new java.math.BigDecimal("100.01"));
    here("operation.created", "op_currency");
    there("op_currency", "created")
        .withObjectProperty("amount")
        .withObjectProperty("currency")
        .put("source", "MXN");
    here("operation.created", "op_status");
    here("operation.cancelled", "op_status");
    there("op_status", "processing");
    here("operation.cancelled", "op_cancelled");
    there("op_cancelled", "cancelled");
    compare();
    assertEquals(
        List.of(
            "amount-differs op_amount open",
            "cancelled-without-creation op_cancelled open",
            "currency-differs op_currency open",
            "missing-here op_cancelled open",
            "missing-here op_there open",
            "missing-there op_here open",
            "status-differs op_status open"),
        findings());

    there("op_here", "created");
    here("operation.created", "op_there");
    there("op_amount", "created");
    there("op_currency", "created");
    there("op_status", "cancelled");
    here("operation.created", "op_cancelled");
    compare();
    assertEquals(List.of(), findings().stream().filter(each -> !each.endsWith("closed")).toList());
  }

  @Test
  void findsLostWebhooksOfLinksAndClosesThemByItself() {
    linkHere("link.created", "lnk_same");
    linkHere("link.opened", "lnk_same");
    linkThere("lnk_same", "opened").put("openedAt", YESTERDAY.toString());
    linkHere("link.created", "lnk_not_opened");
    linkThere("lnk_not_opened", "opened").put("openedAt", YESTERDAY.toString());
    linkHere("link.created", "lnk_without_time");
    linkThere("lnk_without_time", "opened");
    linkHere("link.created", "lnk_just_opened");
    linkThere("lnk_just_opened", "opened").put("openedAt", Instant.now().toString());
    linkHere("link.opened", "lnk_not_created");
    linkThere("lnk_not_created", "opened").put("openedAt", YESTERDAY.toString());
    linkThere("lnk_there", "revoked");
    compare();
    assertEquals(
        List.of(
            "link-missing-here lnk_not_created open",
            "link-missing-here lnk_there open",
            "opened-without-creation lnk_not_created open",
            "opening-missing-here lnk_not_opened open",
            "opening-missing-here lnk_without_time open"),
        findings());

    linkHere("link.created", "lnk_not_created");
    linkHere("link.created", "lnk_there");
    linkHere("link.opened", "lnk_not_opened");
    linksThere.clear();
    compare();
    assertEquals(
        List.of("opening-missing-here lnk_without_time open"),
        findings().stream().filter(each -> !each.endsWith("closed")).toList());
  }

  @Test
  void asksAgainForTheDayOfALinkThatMayHaveBeenOpenedSince() {
    Instant lastWeek = Instant.now().minus(Duration.ofDays(6));
    Event created =
        Event.of("link.created")
            .withText("data.linkId", "lnk_week")
            .withText("data.createdAt", lastWeek.toString())
            .withText("data.expiresAt", lastWeek.plus(Duration.ofDays(7)).toString());
    bridge.send(created.toString());
    bridge.await("link.created:lnk_week", "done");
    linkThere("lnk_week", "opened")
        .put("createdAt", lastWeek.toString())
        .put("openedAt", YESTERDAY.toString());
    compare();
    assertEquals(List.of("opening-missing-here lnk_week open"), findings());
  }

  @Test
  void endsInTheSameRowsInAnyOrder() {
    List<String> ways = new ArrayList<>();
    for (List<String> order :
        List.of(
            List.of("created", "completed", "cancelled"),
            List.of("completed", "created", "cancelled"),
            List.of("cancelled", "completed", "created"),
            List.of("completed", "cancelled", "created"))) {
      empty();
      for (String step : order) {
        if (step.equals("completed")) {
          there("op_order", "completed").put("completedAt", YESTERDAY.toString());
          compare();
          bridge.await("learned.operation.completed:op_order", "done");
        } else {
          here("operation." + step, "op_order");
        }
      }
      ways.add(
          operation("op_order").entrySet().stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(" "))
              + bridge.sql().sql("SELECT * FROM m2m_fund_holds").query().singleRow());
    }
    assertEquals(1, ways.stream().distinct().count(), () -> String.join("\n", ways));
    assertTrue(ways.get(0).contains("status=cancelled"), ways.get(0));
  }

  @Test
  void saysWhyItCouldNotCompareAndKeepsWhatItKnew() {
    requests
        .api()
        .alwaysAnswersTo("operations", M2mApi.json(401, "{\"code\":\"INVALID_API_KEY\"}"));
    compare();
    assertEquals(
        "HttpOperationFailedException 401",
        bridge
            .sql()
            .sql("SELECT failure FROM m2m_reconciliations WHERE failure IS NOT NULL")
            .query(String.class)
            .single()
            .strip());
    assertEquals(List.of(), findings());
    assertFalse(
        bridge
            .sql()
            .sql("SELECT count(*) > 0 FROM m2m_reconciled_windows WHERE ended_at IS NOT NULL")
            .query(Boolean.class)
            .single());
  }

  @Test
  void endsNoWindowWhoseLinksCouldNotBeRead() {
    there("op_read", "created");
    requests.api().alwaysAnswersTo("links", M2mApi.json(503, "{}"));
    compare();
    assertEquals(List.of(), findings());
    assertEquals(
        0L,
        bridge
            .sql()
            .sql("SELECT count(*) FROM m2m_reconciled_windows WHERE ended_at IS NOT NULL")
            .query(Long.class)
            .single());
  }

  @Test
  void comparesNothingWhileAnotherNodeDoes() {
    bridge
        .sql()
        .sql("INSERT INTO m2m_reconciliations (until, node) VALUES (now(), 'another')")
        .update();
    there("op_other_node", "created");
    compare();
    assertEquals(List.of(), requests.api().requests());
    assertEquals(List.of(), findings());
  }

  @Test
  void keepsNoPersonalData() {
    there("op_private", "created");
    linkThere("lnk_private", "created");
    compare();
    for (String table : List.of("m2m_api_operations", "m2m_findings")) {
      String rows =
          bridge
              .sql()
              .sql("SELECT string_agg(to_jsonb(known)::text, ' ') FROM " + table + " AS known")
              .query(String.class)
              .single();
      assertTrue(rows.contains("_private"), rows);
      assertFalse(rows.contains("1990"), rows);
    }
  }
}
