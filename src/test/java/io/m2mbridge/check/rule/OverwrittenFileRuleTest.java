package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverwrittenFileRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: \"file:out?fileName=operations.json\"",
        "- to: {uri: file, parameters: {directoryName: out, fileName: \"ops-${date:now:yyyyMMdd}.json\"}}",
        "- to: \"sftp:host/in?fileName=${variable.event}.json\"",
        "- to: \"file:out?fileName=ops.json&fileExist=Ignore\"",
        "- to: \"file:out?fileName=${variable.referenceId}.json\"",
        "- toD: \"file:out?fileName=${variable.data[status]}.json\""
      })
  void findsAFileForSeveralEvents(String yaml) {
    OwnStep.finding("overwritten-file", yaml);
  }

  @Test
  void findsItInTheSettingOfTheForwardsOnce() {
    OwnStep.finding(
        "overwritten-file",
        new EditedSite().set("m2m.forward.default", "file:out?fileName=events.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: \"file:out?fileName=${variable.data[operationId]}.json\"",
        "- to: \"file:out?fileName=${date:now:yyyyMMdd}/${variable.eventKeyEncoded}.json\"",
        "- to: \"file:out?fileName=all.json&fileExist=Append\"",
        "- to: \"file:out?fileName=${variable.own}\"",
        "- to: \"file:out\""
      })
  void allowsAFileForEachEventAndOneForAll(String yaml) {
    OwnStep.isRight(yaml);
  }
}
