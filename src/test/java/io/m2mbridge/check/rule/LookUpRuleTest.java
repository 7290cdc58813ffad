package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookUpRuleTest {
  private static final String GET = "- setHeader: {name: CamelHttpMethod, constant: GET}\n";
  private static final String CALL = "- to: {id: ask, uri: http://crm.internal/users}\n";
  private static final String READ = "- unmarshal: {json: {}}\n";

  private static EditedSite lookUp(String steps) {
    return new EditedSite()
        .replace(
            "user-data-lookup",
            "- route:\n    id: user-data-lookup\n    from:\n      uri: direct:user-data-lookup\n      steps:\n"
                + steps.indent(8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CALL + READ,
        "- toD: \"http://crm.internal/users/${variable.referenceId}\"\n" + READ,
        GET + CALL,
        GET + CALL + "- log: asked\n- setHeader: {name: a, constant: b}"
      })
  void findsALookUpByPostAndAnAnswerThatIsNotRead(String steps) {
    OwnStep.finding("user-data-query", lookUp(steps));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GET + CALL + READ,
        "- setBody: {simple: \"${null}\"}\n" + CALL + READ,
        "- setHeaders: {headers: [{name: CamelHttpQuery, simple: \"user=${variable.referenceId}\"}]}\n"
            + CALL
            + READ,
        "- toD: \"http://crm.internal/users?user=${variable.referenceId}\"\n" + READ,
        "- to: {uri: http://crm.internal/users, parameters: {httpMethod: GET}}\n" + READ,
        "- to: {uri: http://crm.internal/users, parameters: {httpMethod: POST}}\n"
            + "- setBody: {method: {ref: mapper}}"
      })
  void allowsOtherLookUps(String steps) {
    Found.nothing(lookUp(steps));
  }
}
