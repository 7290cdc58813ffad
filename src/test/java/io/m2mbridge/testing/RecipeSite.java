package io.m2mbridge.testing;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import io.m2mbridge.testkit.RecordingServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.FileUtil;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A site that has followed all pages of {@code docs/recipes} that go together, with the stand-ins
 * for its services. It is started once for all test classes of a JVM: their events have ids of
 * their own.
 */
public final class RecipeSite implements AutoCloseable {
  public static final List<String> PAGES =
      List.of(
          "basic-auth",
          "bearer-token",
          "oauth2",
          "mutual-tls",
          "idempotency-key",
          "ledger-row",
          "slack",
          "by-amount-and-currency",
          "masking",
          "user-data-from-a-service",
          "new-event",
          "report",
          "delay");

  public static final String PASSWORD = "p&s+w%2B r=d";
  public static final String CLIENT_SECRET = "s&c+r%2B t";
  private static final String TOKEN = "token_of_the_crm";

  /** What no log may hold. */
  public static final List<String> SECRETS =
      List.of(PASSWORD, CLIENT_SECRET, TOKEN, "of_oauth", Certificates.PASSWORD);

  /** The path of the chat's webhook. */
  public static final String SLACK = "/services/T0/B0/x";

  private final RecordingServer service = new RecordingServer();
  private final M2mApi m2m = new M2mApi();
  private final Logs logs = new Logs();
  private final Path folder;
  private final Certificates ofGateway;
  private final RecordingServer gateway;
  private final RecipeBridge recipes;

  private RecipeSite() {
    try {
      folder = Files.createTempDirectory("recipes");
      ofGateway =
          Certificates.make(folder.resolve("gateway"), "-keyalg", "EC", "-ext", "san=ip:127.0.0.1");
      Certificates ofBridge = Certificates.make(folder.resolve("bridge"), "-keyalg", "EC");
      gateway = RecordingServer.demandingCertificate(ofGateway.trusting(ofBridge));
      Path tls = Files.createDirectory(folder.resolve("tls"));
      Files.copy(ofBridge.keyStore(), tls.resolve("bridge.p12"));
      ofGateway.writeTrustStore(tls.resolve("gateway.p12"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> services = new HashMap<>();
    for (String host : List.of("crm", "login", "ledger", "review", "reports")) {
      services.put(host + ".internal", service.authority());
    }
    services.put("gateway.internal", gateway.authority());
    recipes =
        new RecipeBridge(
            folder,
            PAGES,
            services,
            Map.of(
                "m2m.api.base-url",
                m2m.baseUrl(),
                "m2m.site.crm.password",
                PASSWORD,
                "m2m.site.crm.token",
                TOKEN,
                "m2m.site.crm.client-secret",
                CLIENT_SECRET,
                "m2m.site.gateway.key-password",
                Certificates.PASSWORD,
                "m2m.site.gateway.trust-password",
                Certificates.PASSWORD,
                "m2m.site.slack.url",
                service.baseUrl() + SLACK,
                "m2m.site.report.delay",
                "500ms"));
  }

  /** Hands the site to a {@code @BeforeAll} method, and closes it at the end of the test run. */
  public static final class Shared implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(RecipeSite.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RecipeSite.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
          .getOrComputeIfAbsent(RecipeSite.class, type -> new RecipeSite(), RecipeSite.class);
    }
  }

  public Bridge bridge() {
    return recipes.bridge();
  }

  /** A page that the site has followed. */
  public RecipePage page(String name) {
    return recipes.page(name);
  }

  /** Stands in for all services of the site but the gateway. */
  public RecordingServer service() {
    return service;
  }

  /** Stands in for the gateway, which demands the bridge's certificate. */
  public RecordingServer gateway() {
    return gateway;
  }

  public Certificates gatewayCertificate() {
    return ofGateway;
  }

  public M2mApi m2m() {
    return m2m;
  }

  public Logs logs() {
    return logs;
  }

  /** Sends an event of a link, and waits for its end. */
  public void link(String what, String id) {
    String event = "link." + what;
    bridge().send(Event.of(event).withText("data.linkId", "link_" + id).toString());
    bridge().await(event + ":link_" + id, "done");
  }

  /** Sends an event of an operation, and waits for its end. */
  public void operation(String what, String id) {
    String event = "operation." + what;
    bridge().send(Event.of(event).withText("data.operationId", id).toString());
    bridge().await(event + ":" + id, "done");
  }

  /** Sends a new operation with one field of another value, and waits for its end. */
  public void created(String id, String field, String json) {
    bridge()
        .send(
            Event.of("operation.created")
                .withText("data.operationId", id)
                .with("data." + field, json)
                .toString());
    bridge().await("operation.created:" + id, "done");
  }

  /** Sends a request for a user's data, and waits for its end. */
  public void request(String id, String user) {
    bridge()
        .send(
            Event.of("user.data_request")
                .withText("data.dataRequestId", id)
                .withText("data.referenceId", user)
                .withText("data.replyEndpoint", m2m.replyEndpoint(id))
                .withText("data.expiresAt", Instant.now().plusSeconds(3600).toString())
                .toString());
    bridge().await("user.data_request:" + id, "done");
  }

  /** What a service was sent. */
  public List<RecordingServer.Request> to(String path) {
    return service.requests().stream().filter(call -> call.path().equals(path)).toList();
  }

  /** What a service was sent about an id. */
  public List<RecordingServer.Request> to(String path, String id) {
    return to(path).stream().filter(call -> call.body().contains(id + "\"")).toList();
  }

  /** The one request that a service was sent about an id. */
  public RecordingServer.Request only(String path, String id) {
    List<RecordingServer.Request> calls = to(path, id);
    if (calls.size() != 1) {
      throw new AssertionError(calls.toString());
    }
    return calls.get(0);
  }

  @Override
  public void close() {
    recipes.close();
    logs.close();
    m2m.close();
    gateway.close();
    service.close();
    FileUtil.removeDir(folder.toFile());
  }
}
