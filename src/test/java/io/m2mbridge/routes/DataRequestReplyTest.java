package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.DataRequests;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DataRequestReplyTest {
  private static DataRequests requests;

  @BeforeAll
  static void start(DataRequests shared) {
    requests = shared;
  }

  @Test
  void sendsNothingForAUserWhoIsUnknown() {
    Map<String, Object> row = requests.send(requests.event("nobody")).await("nobody", "done");
    assertEquals("no_data", row.get("state"));
    assertEquals(0, row.get("attempts"));
    assertTrue(requests.puts("nobody").isEmpty());
    assertTrue(requests.notices("nobody").isEmpty());
  }

  @Test
  void sendsNothingWhereNoneOfTheFieldsIsKnown() {
    requests
        .bridge()
        .sql()
        .sql("INSERT INTO m2m_users (reference_id, first_name, id_type) VALUES (:user, 'Ana', ' ')")
        .param("user", DataRequests.user("unknown"))
        .update();
    requests.send(requests.event("unknown"));
    assertEquals("no_data", requests.await("unknown", "done").get("state"));
    assertTrue(requests.puts("unknown").isEmpty());
  }

  @Test
  void sendsNothingWhereEveryNameIsNew() {
    requests.knows("new_names");
    requests.send(requests.event("new_names").with("data.requiredFields", "[\"paymentMethod\"]"));
    assertEquals("no_data", requests.await("new_names", "done").get("state"));
    assertTrue(requests.puts("new_names").isEmpty());
  }

  @Test
  void sendsNothingWhereNothingIsRequired() {
    requests.knows("nothing");
    requests.send(requests.event("nothing").with("data.requiredFields", "[]"));
    assertEquals("no_data", requests.await("nothing", "done").get("state"));
    assertTrue(requests.puts("nothing").isEmpty());
  }

  @Test
  void sendsWhatThereIsOnce() {
    requests
        .bridge()
        .sql()
        .sql(
            "INSERT INTO m2m_users (reference_id, first_name, second_name, date_of_birth)"
                + " VALUES (:user, 'José', 'Ñandú', '1990-10-21')")
        .param("user", DataRequests.user("partly"))
        .update();
    requests.send(requests.event("partly"));
    Map<String, Object> row = requests.await("partly", "done");
    assertEquals("fulfilled", row.get("state"));
    assertEquals("{name.secondName,dob}", row.get("fields_sent").toString());
    assertEquals(1, requests.puts("partly").size());
    assertEquals(
        "{\"referenceId\":\"user_partly\",\"userData\":{\"name\":{\"secondName\":\"Ñandú\"},"
            + "\"dob\":\"1990-10-21\"}}",
        requests.puts("partly").get(0).body());
  }
}
