package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownClassRuleTest {
  @Test
  void namesTheClassThatWasMeant() {
    String line =
        OwnStep.finding(
            "unknown-class",
            new EditedSite()
                .edit(
                    "on-failure",
                    "io.m2mbridge.failure.TransientException",
                    "io.m2mbridge.TransientException"));
    assertTrue(line.startsWith("routes/on-failure.camel.yaml:"), line);
    assertTrue(line.contains("did you mean io.m2mbridge.failure.TransientException?"), line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- bean: {beanType: com.acme.Mapper, method: x}",
        "- process: {ref: '#class:com.acme.Mapper'}",
        "- to: {uri: 'http://x/', parameters: {httpClientConfigurer: '#class:com.acme.Client(1)'}}",
        "- to: 'http://x/?httpClientConfigurer=#type:com.acme.Client'",
        "- throwException: {exceptionType: com.acme.Failed, message: x}",
        "- setVariable: {name: n, constant: {expression: '1', resultType: java.lang.Intger}}",
        "- setBody: {simple: '${bean:type:com.acme.Mapper?method=x}'}",
        "- doTry:\n    steps:\n      - to: http://x/\n    doCatch:\n      - exception: [java.io.IOExeption]\n        steps: [{rollback: {}}]"
      })
  void findsAClassThatIsNotThere(String yaml) {
    OwnStep.finding("unknown-class", yaml);
  }

  @Test
  void findsAClassOfABean() {
    OwnStep.finding(
        "unknown-class",
        new EditedSite()
            .edit("beans", "io.m2mbridge.webhook.NoteDuration", "io.m2mbridge.NoteDuration"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- bean: {beanType: java.util.Objects, method: hash}",
        "- throwException: {exceptionType: io.m2mbridge.delivery.TransientException, message: x}",
        "- convertBodyTo: {type: String}",
        "- convertBodyTo: {type: 'byte[]'}",
        "- setVariable: {name: n, constant: {expression: '1', resultType: int}}",
        "- unmarshal: {json: {unmarshalType: java.util.Map}}",
        "- setBody: {simple: '${bean:type:java.util.Map.Entry?method=x}'}",
        "- log: {message: 'no class: com.acme.Mapper'}"
      })
  void allowsWhatIsThereUnderTodaysOrAnOlderName(String yaml) {
    OwnStep.isRight(yaml);
  }

  @Test
  void leavesOutWhatIsNotLoaded() {
    assertEquals(
        List.of(),
        new EditedSite()
            .with(
                "site",
                "- route:\n    id: site\n    precondition: \"'{{site.on:no}}' == 'yes'\"\n    from:\n      uri: direct:site\n      steps:\n        - bean: {beanType: com.acme.Mapper}\n        - to: '{{site.nothing}}'\n        - to: quartz:x\n        - process: {ref: none}\n")
            .lines());
  }
}
