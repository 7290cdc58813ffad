package io.m2mbridge.start;

import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testkit.Bridge;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The jar in a folder of its own, with the settings of the prod profile. */
abstract class PackagedBridge {
  @TempDir Path folder;

  BridgeLauncher packaged;

  Map<String, String> environment;

  int port;

  @BeforeEach
  void fillFolder() {
    packaged = BridgeLauncher.packaged(folder);
    environment = packaged.environment();
    port = packaged.port();
  }

  void withDatabase(String url) {
    environment.put("M2M_API_KEY", "m2m_live_key_of_the_tests");
    environment.put("M2M_DATABASE_URL", url);
    environment.put("M2M_DATABASE_USERNAME", "postgres");
    environment.put("M2M_DATABASE_PASSWORD", "password_of_the_tests");
  }

  BridgeProcess start(String... arguments) {
    return packaged.launch(arguments);
  }

  String send(String body) {
    HttpResponse<String> answer = packaged.send(body);
    return answer.statusCode() + " " + Bridge.outcome(answer);
  }
}
