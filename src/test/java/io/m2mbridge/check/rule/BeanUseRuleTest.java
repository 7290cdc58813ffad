package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.settings.KnownSettings;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeanUseRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- process: {ref: effects-once}",
        "- process: {ref: \"#bean:outside-once\"}",
        "- bean: {ref: own-transaction}",
        "- bean: {ref: clock, method: instnt}",
        "- bean: {beanType: java.util.UUID, method: \"randomUuid()\"}",
        "- policy: {id: p, ref: verify-signature, steps: [{log: x}]}"
      })
  void findsABeanInAStepOfAnotherKind(String yaml) {
    OwnStep.finding("unknown-bean", yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- process: {ref: build-reply}",
        "- bean: {ref: clock, method: instant}",
        "- bean: {ref: ours, method: anything}",
        "- policy: {id: p, ref: outside-once, steps: [{log: x}]}",
        "- policy: {id: p, ref: ours, steps: [{log: x}]}"
      })
  void allowsABeanInItsOwn(String yaml) {
    OwnStep.isRight(yaml);
  }

  @Test
  void knowsEachProcessorOfTheBridge() throws Exception {
    Set<String> processors = new TreeSet<>();
    for (var document : RouteFile.of("beans", KnownSettings.shippedBeans()).documents()) {
      for (var bean : document.items().get(0).get("beans").items()) {
        if (Processor.class.isAssignableFrom(Class.forName(bean.text("type")))) {
          processors.add(bean.text("name"));
        }
      }
    }
    assertEquals(processors, new TreeSet<>(BeanUseRule.PROCESSORS));
  }
}
