package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testing.Bridge;
import io.m2mbridge.testing.Events;
import io.m2mbridge.testing.M2mApi;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventUserDataRequestTest {
  @Test
  void answersWithWhatIsKnown() {
    try (M2mApi api = new M2mApi();
        Bridge bridge = Bridge.start(Map.of("m2m.api.base-url", api.baseUrl()))) {
      bridge
          .sql()
          .sql(
              "INSERT INTO m2m_users VALUES ('user_12345', 'Ana', 'Carlos', 'Garcia', 'Lopez',"
                  + " 'GALO900515HDFRPN09', 'CURP', '1990-05-15')")
          .update();
      String request =
          Events.of("user.data_request")
              .withText("data.replyEndpoint", api.replyEndpoint("dr_acme_x9y8z7w6v5u4"))
              .withText("data.expiresAt", Instant.now().plusSeconds(3600).toString())
              .toString();

      assertEquals("accepted", Bridge.outcome(bridge.send(request)));
      bridge.await("user.data_request:dr_acme_x9y8z7w6v5u4", "done");

      List<M2mApi.Request> puts = api.requests();
      assertEquals(1, puts.size());
      assertEquals("PUT", puts.get(0).method());
      assertEquals("/partner/data-requests/dr_acme_x9y8z7w6v5u4", puts.get(0).target());
      assertEquals(
          "{\"referenceId\":\"user_12345\",\"userData\":{\"name\":{\"secondName\":\"Carlos\","
              + "\"secondLastName\":\"Lopez\"},\"idNumber\":\"GALO900515HDFRPN09\",\"idType\":\"CURP\","
              + "\"dob\":\"1990-05-15\"}}",
          puts.get(0).body());
      assertEquals(
          "fulfilled",
          bridge.sql().sql("SELECT state FROM m2m_data_requests").query(String.class).single());
    }
  }
}
