package io.m2mbridge.mutants;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips the other tests of a mutant once one has failed. Without mutants, it skips nothing. */
public final class StopAtFirstFailure implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return MutantWorker.hasFailed()
        ? ConditionEvaluationResult.disabled("the mutant is killed")
        : ConditionEvaluationResult.enabled("no test has failed");
  }
}
