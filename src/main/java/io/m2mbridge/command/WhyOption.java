package io.m2mbridge.command;

import io.m2mbridge.inbox.OperatorAction;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The reason of an action, which is recorded with it. */
final class WhyOption {
  @Option(names = "--why", description = "Why, for the record of operators' actions.")
  @Nullable String text;

  /**
   * The action of the person who runs the command.
   *
   * @param filter what was chosen
   */
  OperatorAction action(Map<String, @Nullable String> filter) {
    return OperatorAction.ofCommand(text, filter);
  }
}
