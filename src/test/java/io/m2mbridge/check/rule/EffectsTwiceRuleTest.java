package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;

class EffectsTwiceRuleTest {
  private static final String SECOND =
      "- policy: {id: second-effects, ref: effects-once, steps: [{log: again}]}";

  @Test
  void findsASecondPolicyWhoseStepsAreSkipped() {
    OwnStep.finding("unreachable-step", SECOND);
  }

  @Test
  void findsASecondPolicyInARouteThatIsCalled() {
    EditedSite site =
        OwnStep.of("- to: direct:ours")
            .with(
                "ours",
                "- route:\n    id: ours\n    routeConfigurationId: settle\n    from:\n"
                    + "      uri: direct:ours\n      steps:\n        "
                    + SECOND
                    + "\n");
    OwnStep.finding("unreachable-step", site);
  }

  @Test
  void findsARollbackInEffects() {
    EditedSite site =
        new EditedSite()
            .insertBefore(
                "event-operation-created",
                "notices-on-operation-created",
                "- rollback: {id: undo, markRollbackOnly: true}");
    OwnStep.finding("effect-missing", site);
  }

  @Test
  void allowsASecondPolicyOfAnotherKind() {
    OwnStep.isRight("- policy: {id: own-work, ref: own-transaction, steps: [{log: again}]}");
  }
}
