package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTagRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: \"micrometer:counter:ops?tags=user=${variable.referenceId}\"",
        "- to: {uri: micrometer, parameters: {metricsType: counter, metricsName: ops, tags.key: \"${variable.eventKey}\"}}",
        "- to: \"micrometer:counter:ops-${variable.linkId}\"",
        "- toD: \"micrometer:counter:ops?tags=op=${variable.data[operationId]}\"",
        "- to: \"micrometer:counter:ops?tags=amount=${variable.data?.get('amount')?.get('send')}\"",
        "- setHeader: {name: CamelMetricsTags, simple: \"user=${variable.referenceId}\"}",
        "- setHeader: {name: CamelMetricsName, variable: eventKey}",
        "- setVariable: {name: who, variable: referenceId}\n- to: \"micrometer:counter:ops?tags=who=${variable.who}\"",
        "- to: \"micrometer:counter:ops?tags=path=${header.CamelHttpPath}\"",
        "- to: \"micrometer:counter:ops?tags=day=${date:now:yyyyMMddHH}\""
      })
  void findsATagWithAValueForEachEvent(String yaml) {
    OwnStep.finding("unbounded-metric", yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: \"micrometer:counter:ops?tags=event=${variable.eventLabel}\"",
        "- to: \"micrometer:counter:ops?tags=status=${variable.data[status]}\"",
        "- to: \"micrometer:counter:ops?tags=to=${variable.data?.get('amount')?.get('currency')?.get('send')}\"",
        "- to: \"micrometer:summary:amount?value=${variable.data?.get('amount')?.get('send')}\"",
        "- setVariable: {name: size, constant: large}\n- to: \"micrometer:counter:ops?tags=size=${variable.size}\"",
        "- split: {simple: \"${variable.parts}\", steps: [{to: \"micrometer:counter:ops?tags=code=${body}\"}]}",
        "- log: \"for ${variable.referenceId}\""
      })
  void allowsATagWithAFewValues(String yaml) {
    OwnStep.isRight(yaml);
  }
}
