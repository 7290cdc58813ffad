package io.m2mbridge.crash;

import io.m2mbridge.testing.M2m;
import io.m2mbridge.testing.Message;
import io.m2mbridge.testing.Target;
import io.m2mbridge.testkit.M2mApi;
import io.m2mbridge.testkit.RecordingServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One run of a story: a database of its own, one bridge or several on it, M2M, its API and the
 * site's endpoints, and a note of each mishap.
 */
final class Trial implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Trial.class);
  private static final int SMALLEST_CHAPTER = 30;

  private final long seed;
  private final Random random;
  private final DurablePostgres postgres = DurablePostgres.running();
  private final String database = postgres.newDatabase();
  private final JdbcClient sql = postgres.sql(database);
  private final RecordingServer site = new RecordingServer();
  private final List<Node> nodes = new CopyOnWriteArrayList<>();
  private final List<Instant> mishaps = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> inDoubt = new ConcurrentHashMap<>();
  private boolean isStrict = true;
  private boolean countsCopies = true;
  private final List<Target> targets = new CopyOnWriteArrayList<>();
  private final M2m m2m = new M2m(targets);
  private final Story story;

  private Trial(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    this.story = new Story(random, m2m.api(), sql);
  }

  /**
   * Starts a trial with some bridges that run, and that M2M sends to.
   *
   * @param settings of every bridge, by the names of the environment variables
   */
  static Trial start(long seed, Path folder, int nodes, Map<String, String> settings) {
    Trial trial = new Trial(seed);
    try {
      for (int i = 0; i < nodes; i++) {
        trial.startTarget(folder.resolve("node-" + i), settings);
      }
    } catch (RuntimeException e) {
      trial.close();
      throw e;
    }
    return trial;
  }

  /** Starts one more bridge, in a folder of its own, that M2M sends to. */
  Node startTarget(Path folder, Map<String, String> settings) {
    Node node = addNode(folder, settings);
    node.start();
    targets.add(node);
    return node;
  }

  /**
   * A further bridge, in a folder of its own, yet to be started. It takes its share of the work;
   * M2M sends it nothing.
   */
  Node addNode(Path folder, Map<String, String> settings) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> all = new HashMap<>();
    all.put("M2M_API_BASE_URL", m2m.api().baseUrl());
    all.put("M2M_FORWARD_DEFAULT", site.baseUrl() + "/forward");
    all.put("M2M_NOTIFY_ENDPOINT", site.baseUrl() + "/notify");
    all.putAll(settings);
    Node node = new Node(folder, postgres.port(), database, all);
    nodes.add(node);
    return node;
  }

  /** Has M2M send to it, too. */
  void sendTo(Target target) {
    targets.add(target);
  }

  /** The row of a delivery. */
  Map<String, Object> delivery(String eventKey) {
    return sql.sql("SELECT * FROM m2m_deliveries WHERE event_key = :key")
        .param("key", eventKey)
        .query()
        .singleRow();
  }

  /** Waits until a delivery is in a state, and gives its row. */
  Map<String, Object> await(String eventKey, String state) {
    Awaitility.await(eventKey + " to be " + state)
        .atMost(Duration.ofSeconds(45))
        .pollInterval(Duration.ofMillis(50))
        .ignoreException(EmptyResultDataAccessException.class)
        .until(() -> delivery(eventKey).get("state"), state::equals);
    return delivery(eventKey);
  }

  /** Sends the next chapter of the story, all at once. */
  void sendChapter() {
    m2m.send(nextChapter());
  }

  /** The next chapter, yet to be sent; the database must be there for it. */
  List<Message> nextChapter() {
    return story.chapter(SMALLEST_CHAPTER + random.nextInt(SMALLEST_CHAPTER));
  }

  /** Notes that something happens that may make a bridge repeat what is under way. */
  void noteMishap() {
    isStrict = false;
    mishaps.add(Instant.now());
  }

  /** Kills the only bridge, and notes which data requests it left in doubt. */
  void kill() {
    mishaps.add(Instant.now());
    nodes.get(0).kill();
  }

  /** Starts the only bridge again after a kill. */
  void restart() {
    Awaitility.await("the sessions of the killed bridge to end")
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                sql.sql(
                            "SELECT count(*) FROM pg_stat_activity WHERE datname ="
                                + " current_database() AND application_name = 'm2m-bridge'")
                        .query(Long.class)
                        .single()
                    == 0);
    sql.sql(
            "SELECT data_request_id FROM m2m_data_requests WHERE state = 'pending' AND"
                + " last_attempt_at IS NOT NULL AND http_status IS NULL")
        .query(String.class)
        .list()
        .forEach(id -> inDoubt.merge(id, 1, Integer::sum));
    nodes.get(0).start();
  }

  /** Waits until all is answered and done, and compares what is left with the model. */
  void assertKept() {
    try {
      m2m.awaitAnswered();
      Awaitility.await("every delivery to be done")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> count("m2m_deliveries WHERE state IN ('pending', 'processing')") == 0);
      Awaitility.await("every notice to be sent")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> count("m2m_notices WHERE ended_at IS NULL") == 0);
    } catch (ConditionTimeoutException e) {
      LOG.warn("{}: what is left is compared as it is", e.getMessage());
    }
    new Verdict(this).assertKept();
  }

  /** How many rows a table has. */
  long count(String table) {
    return sql.sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }

  Random random() {
    return random;
  }

  long seed() {
    return seed;
  }

  Node node(int number) {
    return nodes.get(number);
  }

  DurablePostgres postgres() {
    return postgres;
  }

  String database() {
    return database;
  }

  JdbcClient sql() {
    return sql;
  }

  M2mApi api() {
    return m2m.api();
  }

  RecordingServer site() {
    return site;
  }

  M2m m2m() {
    return m2m;
  }

  Model model() {
    return story.model();
  }

  List<Instant> mishaps() {
    return mishaps;
  }

  /** Whether all that fell were kills of the only bridge, so that it is known what they cut off. */
  boolean isStrict() {
    return isStrict;
  }

  /** Notes that a topic lies between M2M and the database, which copies may come from. */
  void noteTopic() {
    countsCopies = false;
  }

  /** Whether the count of an event's duplicates is that of M2M's copies. */
  boolean countsCopies() {
    return countsCopies;
  }

  /**
   * How often a data request was left in doubt by a kill: a PUT may have been sent, and the row has
   * no record of it.
   */
  int inDoubt(String dataRequestId) {
    return inDoubt.getOrDefault(dataRequestId, 0);
  }

  @Override
  public void close() {
    m2m.close();
    nodes.forEach(Node::close);
    site.close();
  }
}
