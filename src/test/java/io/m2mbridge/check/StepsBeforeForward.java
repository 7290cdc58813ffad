package io.m2mbridge.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A site's steps before a forward, in the shipped routes; defined and not started. */
abstract class StepsBeforeForward {
  private static final String POLICY_END = "        - policy:\n            id: forward-";

  final DefaultCamelContext context = new DefaultCamelContext();

  @BeforeEach
  void set() {
    var properties = context.getPropertiesComponent();
    properties.addLocation("classpath:m2m-bridge.properties");
    properties.addOverrideProperty("site.off", "true");
    properties.addOverrideProperty("site.on", "false");
    properties.addOverrideProperty("m2m.operation-created.forward", "jms:operations");
    RouteModel.bindShippedTypes(context);
    context.getRegistry().bind("masker", new Masker());
  }

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  /** Of a site's. */
  public static final class Masker {
    public String mask(String body) {
      return body.replaceAll("\"last4\":\"[^\"]*\"", "\"last4\":null");
    }

    public void count(String body) {}

    public void change(Exchange exchange) {}
  }

  void load(String name, String text) throws Exception {
    PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, text));
  }

  /** What is wrong with an event's route and event-forward, with steps before the forward. */
  List<String> mistakes(String event, String steps, String... more) throws Exception {
    String forward = POLICY_END + event + "-once";
    String route = shipped("event-" + event).replace(forward, steps.indent(8) + forward);
    load("event.camel.yaml", route);
    load("forward.camel.yaml", shipped("event-forward"));
    for (int i = 0; i < more.length; i++) {
      load("more-" + i + ".camel.yaml", more[i]);
    }
    return RoutesCheck.mistakes(context, false).stream()
        .filter(mistake -> mistake.contains("changes the body"))
        .toList();
  }

  private static String shipped(String route) throws IOException {
    return Files.readString(Path.of("routes", route + ".camel.yaml"));
  }

  static String sentence(String step, String route) {
    return "The step "
        + step
        + " of the route "
        + route
        + " changes the body before event-forward, which sends the event as it was received: to send the"
        + " changed body, set the variable forwardBody after that step (setVariable, name:"
        + " forwardBody, simple: \"${body}\"); to send the event, move that step behind the forward.";
  }
}
