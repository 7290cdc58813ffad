package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testing.DataRequests;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UserDataLookupTest {
  private static DataRequests requests;

  @BeforeAll
  static void start() {
    requests =
        DataRequests.start(
            Map.of(
                "m2m.user-data.query",
                "SELECT curp AS \"idNumber\", born AS \"dob\" FROM crm WHERE customer ="
                    + " :?referenceId"));
    requests
        .bridge()
        .sql()
        .sql("CREATE TABLE crm (customer text PRIMARY KEY, curp text, born date)")
        .update();
    requests
        .bridge()
        .sql()
        .sql("INSERT INTO crm VALUES ('user_site', 'GALO900515HDFRPN09', '1990-05-15')")
        .update();
  }

  @AfterAll
  static void stop() {
    requests.close();
  }

  @Test
  void asksTheTableOfTheSite() {
    requests.send(requests.event("site")).await("site", "done");
    assertEquals(
        "{\"referenceId\":\"user_site\",\"userData\":{\"idNumber\":\"GALO900515HDFRPN09\","
            + "\"dob\":\"1990-05-15\"}}",
        requests.puts("site").get(0).body());
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
