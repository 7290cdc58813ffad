package io.m2mbridge.check;

import org.apache.camel.model.ClaimCheckDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.jspecify.annotations.Nullable;

/** Handles the steps that may save a body outside the message, or restore it unchanged. */
final class BodyKeeping {
  private BodyKeeping() {}

  /** Returns the state after such a step, or null if the step is of another kind. */
  static @Nullable BodyState after(ProcessorDefinition<?> step, BodyState now) {
    if (step instanceof SetVariableDefinition set) {
      return now.after(set);
    }
    if (step instanceof SetVariablesDefinition set) {
      BodyState all = now;
      for (SetVariableDefinition each : set.getVariables()) {
        all = all.after(each);
      }
      return all;
    }
    if (step instanceof SetHeaderDefinition set) {
      return after(set, now);
    }
    if (step instanceof SetHeadersDefinition set) {
      BodyState all = now;
      for (SetHeaderDefinition each : set.getHeaders()) {
        all = after(each, all);
      }
      return all;
    }
    if (step instanceof SetPropertyDefinition set) {
      return now.after(BodyPlace.property(set.getName()), set.getExpression());
    }
    return step instanceof ClaimCheckDefinition claim ? now.after(claim) : null;
  }

  private static BodyState after(SetHeaderDefinition set, BodyState now) {
    return now.after(BodyPlace.header(set.getName()), set.getExpression());
  }
}
