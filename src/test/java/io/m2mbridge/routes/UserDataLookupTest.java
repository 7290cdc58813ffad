package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testing.LogLines;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("verify")
class UserDataLookupTest {
  private static DataRequests requests;

  @BeforeAll
  static void start() {
    requests =
        DataRequests.start(
            Map.of(
                "m2m.user-data.query",
                "SELECT curp AS \"idNumber\", kind AS \"idType\", born AS \"dob\" FROM crm WHERE customer ="
                    + " :?referenceId"));
    requests
        .bridge()
        .sql()
        .sql(
            "CREATE TABLE crm (customer text PRIMARY KEY, curp text, kind char(10), born timestamptz)")
        .update();
    requests
        .bridge()
        .sql()
        .sql(
            "INSERT INTO crm VALUES ('user_site', 'GALO900515HDFRPN09', 'CURP', '1990-05-15"
                + " 00:00+00')")
        .update();
  }

  @AfterAll
  static void stop() {
    requests.close();
  }

  @Test
  void asksTheTableOfTheSite() {
    try (LogLines log = LogLines.capture()) {
      requests.send(requests.event("site")).await("site", "done");
      assertEquals(
          "{\"referenceId\":\"user_site\",\"userData\":{\"idNumber\":\"GALO900515HDFRPN09\","
              + "\"idType\":\"CURP\"}}",
          requests.puts("site").get(0).body());
      assertEquals(
          1,
          log.with("dob of event user.data_request:site is left out").stream()
              .filter(line -> line.contains("AT TIME ZONE"))
              .count());
      assertEquals(
          1, requests.metric("m2m_user_data_dropped_total\\{[^}]*dob[^}]*reason=\"zone\"[^}]*}"));
    }
  }

  @Test
  void bindsTheReferenceWhateverItHolds() {
    String id = "quoted";
    requests.send(
        requests
            .event(id)
            .withText("data.referenceId", "x' OR 'a'='a")
            .with("data.requiredFields", "[\"idNumber\"]"));
    assertEquals("no_data", requests.await(id, "done").get("state"));
  }

  @Test
  void isReplacedAsAWhole() {
    try (DataRequests site =
        DataRequests.start(
            Map.of(
                "camel.main.routesIncludePattern",
                "file:routes/*.camel.yaml,file:src/test/resources/site/*.camel.yaml",
                "camel.main.routesExcludePattern",
                "**/user-data-lookup.camel.yaml"))) {
      site.send(site.event("whole")).await("whole", "done");
      assertEquals(
          "{\"referenceId\":\"user_whole\",\"userData\":{\"idNumber\":\"user_whole\","
              + "\"idType\":\"PASSPORT\"}}",
          site.puts("whole").get(0).body());
    }
  }
}
