package io.m2mbridge.testkit;

import com.github.benmanes.caffeine.cache.Cache;
import io.m2mbridge.start.StartFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** The site's bridge and the stand-ins around it, for all tests of a JVM. */
final class SiteBridge implements AutoCloseable {
  private static final String SCHEMA = "schema.sql";
  private static final String SETTINGS = "m2m-bridge-test.properties";

  private static final AtomicInteger SCENARIOS = new AtomicInteger();

  private final RecordingServer services = new RecordingServer();
  private final M2mApi api = new M2mApi();
  private final Bridge bridge;

  /** Starts everything with the settings of the site's tests. */
  SiteBridge() {
    this(own());
  }

  /**
   * Starts everything.
   *
   * @param own what the site's tests set; it overrides what the kit sets
   * @throws StartException if something doesn't start; the message is one sentence
   */
  SiteBridge(Map<String, String> own) {
    String database = TestPostgres.newDatabase();
    try {
      createTables(database);
      Map<String, String> settings = settings();
      settings.putAll(own);
      bridge = Bridge.startSite(database, settings, services);
    } catch (Exception e) {
      closeStandIns();
      throw new StartException(StartFailure.sentence(e));
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("m2m.api.base-url", api.baseUrl());
    // A failed event ends soon.
    settings.put("m2m.dispatch.maximum-attempts", "3");
    settings.put("m2m.dispatch.maximum-back-off", "200ms");
    // What only the site's own machines have.
    for (String key :
        new String[] {
          "m2m.webhook.secret-file",
          "m2m.api.key-file",
          "m2m.api.proxy",
          "m2m.database.password",
          "m2m.database.password-file",
          "m2m.database.migration-url",
          "m2m.http.tls.certificate",
          "m2m.http.tls.key",
          "m2m.http.tls.key-store",
          "m2m.http.tls.key-store-password"
        }) {
      settings.put(key, "");
    }
    settings.put("m2m.console.enabled", "false");
    settings.put("m2m.management.host", "127.0.0.1");
    return settings;
  }

  private static Map<String, String> own() {
    Properties own = new Properties();
    try (InputStream file = SiteBridge.class.getResourceAsStream("/" + SETTINGS)) {
      if (file != null) {
        own.load(new InputStreamReader(file, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return own.stringPropertyNames().stream()
        .collect(Collectors.toMap(key -> key, own::getProperty));
  }

  private static void createTables(String database) {
    ClassPathResource schema = new ClassPathResource(SCHEMA);
    if (schema.exists()) {
      ResourceDatabasePopulator populator = new ResourceDatabasePopulator(schema);
      populator.setSqlScriptEncoding("UTF-8");
      try {
        DatabasePopulatorUtils.execute(
            populator, new DriverManagerDataSource(database, "postgres", ""));
      } catch (DataAccessException e) {
        throw new IllegalStateException(
            SCHEMA + " failed: " + e.getMostSpecificCause().getMessage(), e);
      }
    }
  }

  /** Empties all tables, stand-ins and caches, and begins a scenario. */
  Scenario scenario() {
    bridge.empty();
    bridge.truncate("schemaname NOT IN ('pg_catalog', 'information_schema')");
    services.reset();
    api.reset();
    for (Cache<?, ?> cache : bridge.context().getRegistry().findByType(Cache.class)) {
      cache.invalidateAll();
    }
    return new Scenario(this, SCENARIOS.incrementAndGet());
  }

  Bridge bridge() {
    return bridge;
  }

  RecordingServer services() {
    return services;
  }

  M2mApi api() {
    return api;
  }

  private void closeStandIns() {
    services.close();
    api.close();
  }

  @Override
  public void close() {
    bridge.close();
    closeStandIns();
  }

  /** Says in one sentence why there is no bridge. Where in the kit that happened helps nobody. */
  static final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(String sentence) {
      super(sentence, null, false, false);
    }
  }
}
