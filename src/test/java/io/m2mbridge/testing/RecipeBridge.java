package io.m2mbridge.testing;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.TestPostgres;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A bridge of a site that has followed pages of {@code docs/recipes}. */
public final class RecipeBridge implements AutoCloseable {
  private final Map<String, RecipePage> pages = new LinkedHashMap<>();
  private final Bridge bridge;

  /**
   * Follows the pages one after the other, and starts the bridge.
   *
   * @param site an empty folder
   * @param services the name of each host on the pages, and the address of its stand-in
   * @param settings what the pages leave to the site, such as passwords
   */
  public RecipeBridge(
      Path site, List<String> pages, Map<String, String> services, Map<String, String> settings) {
    site.resolve("routes").toFile().mkdirs();
    Map<String, String> all = new HashMap<>(new SiteRoutes(site.resolve("routes")).settings());
    String database = TestPostgres.newDatabase();
    JdbcClient sql = JdbcClient.create(new DriverManagerDataSource(database, "postgres", ""));
    for (String name : pages) {
      RecipePage page = new RecipePage(name).follow(site, services);
      page.tables().forEach(table -> sql.sql(table).update());
      all.putAll(page.settings());
      this.pages.put(name, page);
    }
    all.putAll(settings);
    bridge = Bridge.start(database, all);
  }

  public Bridge bridge() {
    return bridge;
  }

  /** A page that it has followed. */
  public RecipePage page(String name) {
    return pages.get(name);
  }

  @Override
  public void close() {
    bridge.close();
  }
}
