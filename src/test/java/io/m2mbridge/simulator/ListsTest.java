package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.m2mbridge.simulator.Sandbox.Answer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of links and operations, asked over HTTP. */
class ListsTest {
  private final Sandbox m2m = new Sandbox();

  @AfterEach
  void close() {
    m2m.close();
  }

  private List<String> users(String target) throws Exception {
    Answer answer = m2m.get(target);
    assertEquals(200, answer.status(), answer.text());
    return StreamSupport.stream(answer.data().path("items").spliterator(), false)
        .map(item -> item.path("referenceId").asText())
        .toList();
  }

  private List<String> links(String query) throws Exception {
    return users("/partner/links" + query);
  }

  private List<String> operations(String query) throws Exception {
    return users("/partner/operations" + query);
  }

  private Operation sent(Link link) throws Exception {
    return m2m.simulator()
        .ask(
            () -> {
              Platform platform = m2m.simulator().platform();
              platform.open(link);
              return platform.send(
                  link, new BigDecimal("100.00"), new BigDecimal("18.505"), new BigDecimal("3.99"));
            });
  }

  private void awaitAfter(Instant time) {
    Awaitility.await().until(() -> Instant.now().isAfter(time.plusMillis(2)));
  }

  /** One link in each status, and one that has expired. */
  private void oneOfEach() throws Exception {
    m2m.stances.linkMinutes = 0;
    m2m.createLink("created", ",'expiresInMinutes':60");
    sent(m2m.createLink("opened", ",'expiresInMinutes':60"));
    Link revoked = m2m.createLink("revoked", ",'expiresInMinutes':60");
    m2m.post("/partner/links/" + revoked.linkId + "/revoke", null);
    m2m.createLink("expired");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'created,opened,revoked,expired'",
    "?status=created, 'created,expired'",
    "?status=opened, opened",
    "?status=revoked, revoked",
    "?visibility=active, 'created,opened'",
    "?visibility=expired, 'revoked,expired'",
    "?status=created&visibility=active, created",
    "?status=revoked&visibility=active, ''",
    "?referenceId=opened, opened",
    "?referenceId=open, ''",
    "?status=created&referenceId=opened, ''"
  })
  void filtersLinks(String query, String expected) throws Exception {
    oneOfEach();

    assertEquals(expected, String.join(",", links(query)));
  }

  @Test
  void showsTheDocumentedFieldsOfALink() throws Exception {
    Operation operation = sent(m2m.createLink("user_1"));
    JsonNode link = m2m.get("/partner/links").data().path("items").path(0);

    for (String field :
        List.of("linkId", "referenceId", "status", "url", "expiresAt", "createdAt", "openedAt")) {
      assertTrue(link.path(field).isTextual(), field + " of " + link);
    }
    assertEquals(operation.operationId, link.path("operationId").asText());
    assertEquals(operation.userId, link.path("userId").asText());
    assertTrue(link.path("userData").isObject());
    assertTrue(link.path("token").isMissingNode());
  }

  @Test
  void filtersByTheTimeOfCreation() throws Exception {
    Link first = m2m.createLink("first");
    awaitAfter(first.createdAt);
    Link second = m2m.createLink("second");
    String day = LocalDate.ofInstant(first.createdAt, ZoneOffset.UTC).toString();
    String later = LocalDate.ofInstant(second.createdAt, ZoneOffset.UTC).plusDays(1).toString();

    assertEquals(List.of("first", "second"), links("?from=" + first.createdAt));
    assertEquals(List.of("second"), links("?from=" + second.createdAt));
    assertEquals(List.of("first"), links("?to=" + first.createdAt));
    assertEquals(List.of("first", "second"), links("?to=" + second.createdAt));
    assertEquals(
        List.of(), links("?from=" + first.createdAt.plusMillis(1) + "&to=" + first.createdAt));
    assertEquals(List.of("first", "second"), links("?from=" + day + "&to=" + later));
    assertEquals(List.of(), links("?to=" + day));
  }

  @Test
  void givesLinksPageByPage() throws Exception {
    List<String> users = new ArrayList<>();
    for (int user = 0; user < 45; user++) {
      users.add(m2m.createLink("user_" + user).referenceId);
    }

    assertEquals(users.subList(0, 20), links(""));
    assertEquals(users.subList(20, 40), links("?page=2"));
    assertEquals(users.subList(40, 45), links("?page=3"));
    assertEquals(List.of(), links("?page=4"));
    assertEquals(List.of(), links("?page=2147483647&limit=100"));
    assertEquals(users, links("?limit=100"));
    assertEquals(users.subList(1, 2), links("?limit=1&page=2"));
    assertEquals(
        "{\"page\":2,\"limit\":20,\"total\":45,\"totalPages\":3}",
        m2m.get("/partner/links?page=2").data().path("pagination").toString());
    assertEquals(
        "{\"page\":1,\"limit\":15,\"total\":45,\"totalPages\":3}",
        m2m.get("/partner/links?limit=15").data().path("pagination").toString());
    assertEquals(
        "{\"page\":1,\"limit\":20,\"total\":1,\"totalPages\":1}",
        m2m.get("/partner/links?referenceId=user_9").data().path("pagination").toString());
  }

  @Test
  void beginsWithTheNewestWhereTheStanceSaysSo() throws Exception {
    m2m.stances.listOrder = Stances.Order.newest;
    for (int user = 0; user < 3; user++) {
      sent(m2m.createLink("user_" + user));
    }

    assertEquals(List.of("user_2", "user_1"), links("?limit=2"));
    assertEquals(List.of("user_0"), operations("?limit=2&page=2"));
  }

  @ParameterizedTest
  @CsvSource({"webhooks, op_[a-z0-9]{12}, usr_[a-z0-9]{12}", "api, op_sim_.*, user_sim_.*"})
  void givesIdsTheFormThatTheStanceSays(Stances.IdForm form, String id, String userId)
      throws Exception {
    m2m.stances.idForm = form;
    Operation operation = sent(m2m.createLink("user_1"));

    assertTrue(operation.operationId.matches(id), operation.operationId);
    assertTrue(operation.userId.matches(userId), operation.userId);
  }

  @Test
  void hasNoPagesWithoutALink() throws Exception {
    assertEquals(
        "{\"items\":[],\"pagination\":{\"page\":1,\"limit\":20,\"total\":0,\"totalPages\":0}}",
        m2m.get("/partner/links").data().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "page=0",
        "page=-1",
        "page=x",
        "page=",
        "page=1.5",
        "limit=0",
        "limit=101",
        "limit=x",
        "from=yesterday",
        "to=26/01/2026",
        "to=2026-13-01",
        "from=2026-01-26T10:00",
        "status=expired",
        "status=CREATED"
      })
  void refusesABadParameterThoughNothingIsThereToList(String query) throws Exception {
    for (String list : List.of("/partner/links?", "/partner/operations?")) {
      Answer answer = m2m.get(list + query);
      assertEquals(400, answer.status(), list + query);
      assertEquals("INVALID_REQUEST", answer.code(), list + query);
    }
  }

  @Test
  void refusesAVisibilityThatIsNone() throws Exception {
    assertEquals(400, m2m.get("/partner/links?visibility=all").status());
  }

  @Test
  void showsOperationsWithTheirCurrenciesAsSourceAndDestination() throws Exception {
    Operation operation = sent(m2m.createLink("user_1"));
    JsonNode item = m2m.get("/partner/operations").data().path("items").path(0);

    assertEquals(operation.operationId, item.path("operationId").asText());
    assertEquals(operation.userId, item.path("userId").asText());
    assertEquals(operation.link.linkId, item.path("linkId").asText());
    assertEquals("created", item.path("status").asText());
    assertEquals(operation.createdAt, Instant.parse(item.path("createdAt").asText()));
    assertEquals(
        "{\"send\":100,\"receive\":1850.5,\"rate\":18.505,\"fee\":3.99,"
            + "\"currency\":{\"source\":\"USD\",\"destination\":\"MXN\"}}",
        item.path("amount").toString());
  }

  @ParameterizedTest
  @CsvSource({"send, send, receive", "source, source, destination"})
  void namesTheCurrenciesAsTheStanceSays(Stances.CurrencyKeys keys, String from, String to)
      throws Exception {
    m2m.stances.currencyKeys = keys;
    sent(m2m.createLink("user_1"));

    assertEquals(
        "{\"" + from + "\":\"USD\",\"" + to + "\":\"MXN\"}",
        m2m.get("/partner/operations").data().at("/items/0/amount/currency").toString());
  }

  @Test
  void filtersOperations() throws Exception {
    Operation first = sent(m2m.createLink("user_1"));
    awaitAfter(first.createdAt);
    Operation second = sent(m2m.createLink("user_2"));
    m2m.simulator()
        .ask(
            () -> {
              m2m.simulator().platform().cancel(second);
              return 0;
            });

    assertEquals(List.of("user_1", "user_2"), operations(""));
    assertEquals(List.of("user_1"), operations("?status=created"));
    assertEquals(List.of("user_2"), operations("?status=cancelled"));
    for (String never : List.of("processing", "completed", "failed")) {
      assertEquals(List.of(), operations("?status=" + never));
    }
    assertEquals(List.of("user_2"), operations("?referenceId=user_2"));
    assertEquals(List.of("user_1"), operations("?userId=" + first.userId));
    assertEquals(List.of("user_2"), operations("?linkId=" + second.link.linkId));
    assertEquals(List.of(), operations("?linkId=link_sim_none"));
    assertEquals(List.of("user_2"), operations("?from=" + second.createdAt));
    assertEquals(List.of("user_1"), operations("?to=" + first.createdAt));
    assertEquals(List.of(), operations("?status=created&referenceId=user_2"));
  }

  @Test
  void givesOperationsPageByPage() throws Exception {
    for (int user = 0; user < 5; user++) {
      sent(m2m.createLink("user_" + user));
    }

    assertEquals(List.of("user_2", "user_3"), operations("?limit=2&page=2"));
    assertEquals(
        IntStream.range(0, 5).mapToObj(user -> "user_" + user).toList(), operations("?limit=5"));
    assertEquals(
        "{\"page\":3,\"limit\":2,\"total\":5,\"totalPages\":3}",
        m2m.get("/partner/operations?limit=2&page=3").data().path("pagination").toString());
  }
}
