package io.m2mbridge.testing;

import io.m2mbridge.testkit.Event;
import java.util.Map;
import org.awaitility.Awaitility;

/** A source of user data that a test can slow down or break. */
public final class UserDataSource {
  private final DataRequests requests;

  private UserDataSource(DataRequests requests) {
    this.requests = requests;
  }

  /** What a bridge needs to use such a source. */
  public static Map<String, String> settings() {
    return Map.of(
        "m2m.user-data.query",
        "SELECT id_number AS \"idNumber\", pg_sleep((SELECT seconds FROM slowness))::text AS slept"
            + " FROM m2m_users WHERE reference_id = :?referenceId");
  }

  /** Puts it into the bridge's database. */
  public static UserDataSource of(DataRequests requests) {
    UserDataSource source = new UserDataSource(requests);
    source.sql("CREATE TABLE slowness AS SELECT 0.0::double precision AS seconds");
    return source;
  }

  public void takes(double seconds) {
    sql("UPDATE slowness SET seconds = " + seconds);
  }

  public void breaks() {
    sql("ALTER TABLE m2m_users RENAME TO m2m_users_gone");
  }

  public void isMended() {
    sql("ALTER TABLE m2m_users_gone RENAME TO m2m_users");
  }

  /** Sets the data of the user that a request asks for. */
  public void has(String id, String idNumber) {
    lacks(id);
    sql(
        "INSERT INTO m2m_users (reference_id, id_number) VALUES ('%s', '%s')"
            .formatted(DataRequests.user(id), idNumber));
  }

  public void lacks(String id) {
    sql("DELETE FROM m2m_users WHERE reference_id = '%s'".formatted(DataRequests.user(id)));
  }

  /** Lets the bridge see a link that was created for the user, and fetch their data ahead. */
  public void isFetchedAhead(String id) {
    String link = "link_of_" + id;
    requests
        .bridge()
        .send(
            Event.of("link.created")
                .withText("data.linkId", link)
                .withText("data.referenceId", DataRequests.user(id))
                .toString());
    requests.bridge().await("link.created:" + link, "done");
  }

  /** The id number that a request was answered with. */
  public String sent(String id) {
    Awaitility.await("a PUT for " + id).until(() -> !requests.puts(id).isEmpty());
    return requests.puts(id).get(0).body().replaceAll(".*\"idNumber\":\"([^\"]*)\".*", "$1");
  }

  private void sql(String statement) {
    requests.bridge().sql().sql(statement).update();
  }
}
