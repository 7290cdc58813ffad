package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.EditedSite;
import io.m2mbridge.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerFindingsTest {
  @TempDir private Path folder;

  private List<Finding> findings(EditedSite site, String settings) throws IOException {
    Path file = Files.writeString(folder.resolve("application.properties"), settings + "\n");
    Findings findings = new Findings();
    new BrokerFindings(Settings.of("file:" + file), site.site(), findings).add();
    return findings.all();
  }

  private static EditedSite calling(String step) {
    return new EditedSite()
        .replace(
            "event-unknown",
            "- route:\n    id: event-unknown\n    from:\n      uri: direct:event-unknown\n"
                + "      steps:\n        - "
                + step
                + "\n");
  }

  private static EditedSite forwarding() {
    return new EditedSite().set("m2m.forward.default", "jms:queue:events");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "to: jms:queue:events",
        "to: {id: send, uri: jms, parameters: {destinationName: events}}",
        "toD: {id: send, uri: \"jms:queue:${variable.eventLabel}\"}"
      })
  void findsAnEndpointWithoutConnections(String step) throws IOException {
    List<Finding> found = findings(calling(step), "");
    assertEquals(List.of("unknown-bean"), found.stream().map(each -> each.kind().id()).toList());
    assertTrue(found.get(0).problem().startsWith("the endpoint jms of the route event-unknown"));
  }

  @Test
  void namesTheSettingOfAForwardOnce() throws IOException {
    List<Finding> found = findings(forwarding(), "");
    assertEquals(1, found.size(), found::toString);
    assertTrue(
        found.get(0).problem().startsWith("the setting m2m.forward.default has no bean"),
        found.get(0).problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "camel.beans.artemis = #class:org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory",
        "camel.component.jms.connectionFactory = #bean:jmsPool",
        "camel.component.jms.connection-factory = #bean:jmsPool"
      })
  void allowsABeanWithConnections(String setting) throws IOException {
    assertEquals(List.of(), findings(forwarding(), setting));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "to: \"jms:queue:events?connectionFactory=#ours\"",
        "to: {uri: \"jms:queue:events\", disabled: true}",
        "to: kafka:events"
      })
  void allowsAnEndpointWithItsOwnAndAnyOther(String step) throws IOException {
    assertEquals(List.of(), findings(calling(step), ""));
  }
}
