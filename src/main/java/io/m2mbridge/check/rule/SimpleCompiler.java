package io.m2mbridge.check.rule;

import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.simple.SimpleLanguage;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.jspecify.annotations.Nullable;

/** Camel's own compiler of the simple language, in a context that is never started. */
final class SimpleCompiler {
  /** An expression's bean or function of its own is known to the running bridge alone. */
  private static final String NO_BEAN = "No bean could be found";

  private @Nullable SimpleLanguage language;

  /**
   * What Camel says of a text that it can't compile.
   *
   * @param index where, from 0; 0 if Camel doesn't know
   */
  record Refusal(int index, String message) {}

  /** Compiles a text without placeholders; empty if Camel takes it. */
  Optional<Refusal> refusal(String text, boolean isPredicate) {
    try {
      if (isPredicate) {
        language().createPredicate(text);
      } else {
        language().createExpression(text);
      }
      return Optional.empty();
    } catch (SimpleIllegalSyntaxException e) {
      return e.getShortMessage().startsWith(NO_BEAN)
          ? Optional.empty()
          : Optional.of(new Refusal(Math.max(0, e.getIndex()), e.getShortMessage()));
    }
  }

  private SimpleLanguage language() {
    SimpleLanguage simple = language;
    if (simple == null) {
      simple = new SimpleLanguage();
      simple.setCamelContext(new DefaultCamelContext(false));
      language = simple;
    }
    return simple;
  }
}
