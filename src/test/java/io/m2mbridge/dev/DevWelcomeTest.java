package io.m2mbridge.dev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.webhook.Signature;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class DevWelcomeTest {
  private static final String SECRET = "whsec_of_the_welcome";

  private static String text(String databaseUrl) {
    CamelContext context = new DefaultCamelContext();
    Settings settings = new Settings(context);
    Map.of(
            "m2m.webhook.secret",
            SECRET,
            "m2m.http.host",
            "127.0.0.1",
            "m2m.http.port",
            "8081",
            "m2m.management.port",
            "9877",
            "m2m.database.url",
            databaseUrl)
        .forEach(settings::override);
    return DevWelcome.text(settings);
  }

  private static String only(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertTrue(matcher.find(), text);
    String found = matcher.group(1);
    assertFalse(matcher.find(), text);
    return found;
  }

  @Test
  void printsCommandWithSignedWebhook() throws Exception {
    String text = text("jdbc:postgresql://127.0.0.1:5432/m2m");
    String body = only("-d '([^']*)'", text);

    assertTrue(
        new Signature(SECRET)
            .matches(
                only("'X-M2M-Timestamp: ([^']*)'", text),
                only("'X-M2M-Signature: ([^']*)'", text),
                body.getBytes(UTF_8)));
    JsonNode event = JsonMapper.builder().build().readTree(body);
    assertEquals("link.created", event.path("event").asText());
    assertTrue(event.path("data").path("linkId").isTextual());
    assertTrue(event.path("data").path("referenceId").isTextual());
  }

  @Test
  void namesThePortsThatAreSet() {
    String text = text("jdbc:postgresql://127.0.0.1:5432/m2m");

    assertTrue(text.contains("curl -i http://127.0.0.1:8081/webhooks/m2m \\"), text);
    assertTrue(text.contains("curl -s http://127.0.0.1:9877/observe/metrics"), text);
  }

  @Test
  void namesTheCommandThatMakesEventsUp() {
    String text = text("jdbc:postgresql://127.0.0.1:5432/m2m");

    assertTrue(
        text.contains(
            "java @target/m2m-bridge send operation.created"
                + " --url http://127.0.0.1:8081/webhooks/m2m"),
        text);
  }

  @Test
  void printsNeitherSecretNorPassword() {
    String text = text("jdbc:postgresql://127.0.0.1:5432/m2m?user=ana&password=hunter2");

    assertTrue(text.contains("jdbc:postgresql://127.0.0.1:5432/m2m"), text);
    assertFalse(text.contains("hunter2"), text);
    assertFalse(text.contains(SECRET), text);
  }
}
