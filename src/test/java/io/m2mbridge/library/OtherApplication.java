package io.m2mbridge.library;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.TestPostgres;
import io.m2mbridge.testkit.Webhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Another application on camel-main, with the jar on its class path. */
abstract class OtherApplication {
  static final HttpClient HTTP = HttpClient.newHttpClient();
  @TempDir Path folder;
  final int port = Bridge.freePort();
  final Main host = new Main();
  boolean isAutoCommit = true;
  DataSource dataSource;

  @BeforeEach
  void isAnotherApplication() {
    dataSource =
        new DriverManagerDataSource(TestPostgres.newDatabase(), "postgres", "") {
          @Override
          public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            connection.setAutoCommit(isAutoCommit);
            return connection;
          }
        };
    host.setDefaultPropertyPlaceholderLocation("file:none.properties;optional=true");
    set("camel.server.enabled", "true");
    set("camel.server.port", String.valueOf(port));
    set("m2m.routes.enabled", "true");
    set("m2m.webhook.secret", Bridge.SECRET);
    set("m2m.api.key", Bridge.API_KEY);
    set("m2m.api.base-url", "http://127.0.0.1:1");
  }

  void start() throws Exception {
    host.bind("dataSource", dataSource);
    host.start();
  }

  @AfterEach
  void stop() {
    host.stop();
    host.shutdown();
  }

  void set(String key, String value) {
    host.addOverrideProperty(key, value);
  }

  String send(Webhook webhook, String path) throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            webhook.to(URI.create("http://127.0.0.1:" + port + path)), BodyHandlers.ofString());
    return answer.statusCode() + " " + Bridge.outcome(answer);
  }

  String send(Webhook webhook) throws Exception {
    return send(webhook, "/webhooks/m2m");
  }

  String send(String path) throws Exception {
    return send(Webhook.of(Event.of("operation.created").toString()), path);
  }

  String send() throws Exception {
    return send("/webhooks/m2m");
  }
}
