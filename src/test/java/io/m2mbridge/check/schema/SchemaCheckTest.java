package io.m2mbridge.check.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.testing.FormerFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaCheckTest {
  private static final String ROUTE =
      "- route:\n    id: site\n    from:\n      uri: direct:site\n      steps:\n";

  private static List<String> lines(List<RouteFile> files) {
    Properties settings = Settings.defaults();
    Site site =
        new Site(
            files, key -> Optional.ofNullable(settings.getProperty(key)), uri -> Optional.empty());
    return SchemaCheck.findings(site).stream().map(Finding::line).toList();
  }

  private static List<String> lines(String yaml) {
    return lines(List.of(RouteFile.of("routes/site.camel.yaml", yaml.replace("\\n", "\n"))));
  }

  private static String step(String yaml) {
    return ROUTE + yaml.replace("\\n", "\n").indent(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"routes", "src/test/resources/routes-of-3e67f09"})
  void allowsTheProjectsRoutes(Path folder) {
    assertEquals(
        List.of(),
        lines(
            FormerFolder.names(folder).stream()
                .map(name -> name + ".camel.yaml")
                .map(name -> RouteFile.of(name, FormerFolder.read(folder.resolve(name))))
                .toList()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6:11 | - setHeadr: {name: a, constant: b} | unknown-step | did you mean setHeader",
        "6:11 | - set-body: {constant: b} | unknown-step | did you mean setBody",
        "7:11 | - to: http://x/\\n  id: y | unknown-step | check the indentation",
        "8:17 | - filter:\\n    simple: '${body}'\\n    steps: [{lgo: x}] | unknown-step | did you mean log",
        "7:13 | - to:\\n    urii: http://x/ | unknown-option | did you mean uri",
        "6:21 | - setBody: {simpel: x} | unknown-option | did you mean simple",
        "6:34 | - setBody: {expression: {simpel: x}} | unknown-option | did you mean simple",
        "6:43 | - setBody: {expression: {simple: {expresion: x}}} | unknown-option | did you mean expression",
        "7:13 | - choice:\\n    wen: [] | unknown-option | did you mean when",
        "6:45 | - to: {uri: 'log:x', parameters: {levle: INFO}} | unknown-option | did you mean level",
        "6:15 | - to: 'file:x?directoryNam=y' | unknown-option | did you mean directoryName",
        "6:47 | - to: {uri: 'http://x/', parameters: {responseTimout: 2000}} | unknown-option | a part of the query: did you mean responseTimeout",
        "6:15 | - to: 'https://x/?responseTimout=2000' | unknown-option | did you mean responseTimeout",
        "6:46 | - to: {uri: 'sql:x', parameters: {noop: yes}} | wrong-type | write true or false",
        "6:45 | - to: {uri: 'sql:x', parameters: {parametersCount: two}} | wrong-type | write a number",
        "6:47 | - to: {uri: 'http://x/', parameters: {responseTimeout: 5s}} | wrong-type | write a number",
        "6:43 | - log: {message: x, loggingLevel: WARNING} | wrong-type | write one of TRACE, DEBUG, INFO",
        "6:52 | - throttle: {constant: 3, rejectExecution: yes-please} | wrong-type | write true or false",
        "6:11 | - stop | wrong-type | stop: {}",
        "6:16 | - stop: | wrong-type | {} if it has none"
      })
  void saysWhereAndWhatToWrite(String place, String yaml, String kind, String advice) {
    List<String> lines = lines(step(yaml));
    assertEquals(1, lines.size(), lines::toString);
    String line = lines.get(0);
    assertTrue(line.startsWith("routes/site.camel.yaml:"), line);
    assertTrue(line.contains(":" + place.split(":")[0] + ":"), line);
    assertTrue(line.contains(advice), line);
    assertTrue(line.endsWith("[" + kind + "]"), line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- rout:\\n    id: r | not-a-route | did you mean route",
        "- route:\\n    id: r\\n    routeConfigurationID: x\\n    from: {uri: 'direct:r', steps: [{log: x}]} | unknown-option | did you mean routeConfigurationId",
        "- route:\\n    id: r\\n    from: {uri: 'direct:r'}\\n    steps: [{log: x}] | unknown-option | indent steps below from",
        "- from: {uri: 'sql:x', parameters: {delay: one-minute}, steps: [{log: x}]} | wrong-type | a duration such as 5s",
        "- from: {uri: 'm2m-deliveries:events', parameters: {lane: x}, steps: [{log: x}]} | unknown-option | did you mean lanes",
        "- beans:\\n    - name: x\\n      typ: java.lang.Object | unknown-option | did you mean type",
        "- routeConfiguration:\\n    id: c\\n    onException:\\n      - onException:\\n          exception: [x]\\n          redeliveryPolicy: {maximumRedeliveries: three} | wrong-type | write a number"
      })
  void readsWholeFiles(String yaml, String kind, String advice) {
    List<String> lines = lines(yaml);
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains(advice), lines.get(0));
    assertTrue(lines.get(0).endsWith("[" + kind + "]"), lines.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: 'http://x/?id=7&customer=8'",
        "- to: {uri: 'http://x/', parameters: {connectTimeout: '{{site.timeout}}', httpClientConfigurer: '#bean:x'}}",
        "- toD: 'http://x/${variable.a}?b=${variable.b}'",
        "- to: {uri: log, parameters: {logger-name: x, level: info, showBody: TRUE}}",
        "- to: {uri: 'seda:x', parameters: {timeout: 1h30m, exchangePattern: InOnly}}",
        "- to: {uri: micrometer, parameters: {metricsType: counter, metricsName: m, tags.any: x}}",
        "- to: 'file:x?fileName=${variable.a}.json&exchangePattern=InOnly'",
        "- log: {message: x, logging-level: debug}",
        "- throttle: {constant: 3, mode: concurrentRequests}",
        "- throttle: {constant: '{{m2m.dispatch.workers}}', rejectExecution: '{{site.reject:true}}'}",
        "- delay: {constant: 1000}",
        "- stop: {}",
        "- marshal: {json: {}}",
        "- doTry:\\n    steps: [{log: x}]\\n    doCatch:\\n      - exception: java.lang.Exception\\n        steps: [{log: y}]"
      })
  void allowsWhatCamelReads(String yaml) {
    assertEquals(List.of(), lines(step(yaml)));
  }

  @Test
  void readsTheEndpointOfASettingOnce() {
    Properties settings = Settings.defaults();
    settings.setProperty("m2m.forward.default", "http://x/?responseTimout=2000&id=7");
    Site site =
        new Site(
            List.of(
                RouteFile.of(
                    "routes/site.camel.yaml",
                    step(
                        "- to: '{{m2m.unknown.forward:{{m2m.forward.default}}}}'\n- to: '{{m2m.forward.default}}'"))),
            key -> Optional.ofNullable(settings.getProperty(key)),
            uri -> Optional.empty());

    List<Finding> findings = SchemaCheck.findings(site);

    assertEquals(1, findings.size(), findings::toString);
    assertTrue(findings.get(0).problem().contains("m2m.forward.default"), findings::toString);
    assertTrue(findings.get(0).advice().contains("responseTimeout"), findings::toString);
  }

  @Test
  void findsOptionsInTwoPlaces() {
    List<String> lines =
        lines(step("- to:\n    uri: http://x/?id=7\n    parameters: {connectTimeout: 100}"));

    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains("write them all below parameters"), lines.get(0));
  }

  @Test
  void leavesAStepWithoutStepsToItsRule() {
    assertEquals(List.of(), lines(step("- policy:\n    ref: outside-once\n    steps:")));
  }
}
