package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EXPRESSION_SYNTAX;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.EvaluatedText.Use;
import io.m2mbridge.check.rule.SimpleCompiler.Refusal;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles every text of the simple language, as Camel will at the start or at an event. */
final class ExpressionSyntaxRule implements Rule {
  @Override
  public void check(Site site, Findings findings) {
    SimpleCompiler compiler = new SimpleCompiler();
    EvaluatedTexts.of(site)
        .filter(text -> text.use() != Use.WITHIN)
        .forEach(
            text ->
                mistake(site, compiler, text.text(), text.isPredicate())
                    .ifPresent(
                        mistake ->
                            report(
                                site, findings, text.node(), text.step().where(), text, mistake)));
    site.routes().forEach(route -> precondition(site, compiler, route, findings));
  }

  private static void precondition(
      Site site, SimpleCompiler compiler, Route route, Findings findings) {
    YamlNode node = route.value().get("precondition");
    String text = node == null ? null : node.text();
    if (node != null && text != null) {
      mistake(site, compiler, text, true)
          .ifPresent(mistake -> report(site, findings, node, route.name(), null, mistake));
    }
  }

  private static Optional<SyntaxMistake> mistake(
      Site site, SimpleCompiler compiler, String written, boolean isPredicate) {
    Optional<String> resolved = new Placeholders(site).resolveSettings(written);
    if (resolved.isEmpty()) {
      return Optional.empty(); // another rule tells of the setting
    }
    String text = resolved.get().strip();
    if (text.isEmpty()) {
      return isPredicate
          ? Optional.of(new SyntaxMistake(0, "the condition is empty", "write one"))
          : Optional.empty();
    }
    Optional<Refusal> refusal = compiler.refusal(text, isPredicate);
    if (refusal.isPresent() && Placeholders.areIn(written)) {
      return Optional.of(withoutValues(compiler, written.strip(), isPredicate));
    }
    return refusal.isPresent()
        ? Optional.of(SyntaxMistake.of(text, refusal.get()))
        : SyntaxMistake.inCompiled(text, isPredicate);
  }

  /** The mistake in a text with placeholders, whose values no finding may show. */
  private static SyntaxMistake withoutValues(
      SimpleCompiler compiler, String written, boolean isPredicate) {
    String text = written.replaceAll("\\{\\{[^{}]*}}", "1").replaceAll("\\{\\{[^{}]*}}", "1");
    return compiler
        .refusal(text, isPredicate)
        .map(refusal -> SyntaxMistake.of(text, refusal))
        .orElseGet(
            () ->
                new SyntaxMistake(
                    0,
                    "Camel can't read it with the value of its placeholder",
                    "correct the value of the setting, or put the placeholder in quotes"));
  }

  private static void report(
      Site site,
      Findings findings,
      YamlNode node,
      String where,
      @Nullable EvaluatedText text,
      SyntaxMistake mistake) {
    String written = text == null ? String.valueOf(node.text()) : text.text();
    String stripped = written.strip();
    boolean isExact = !Placeholders.areIn(stripped) && mistake.index() < stripped.length();
    String rest = isExact ? stripped.substring(mistake.index()) : "";
    findings.add(
        EXPRESSION_SYNTAX,
        Places.of(site, node, rest),
        where,
        "in the "
            + (text == null || text.isPredicate() ? "condition " : "expression ")
            + stripped.replaceAll("\\s+", " ")
            + (text == null ? "" : text.inFile())
            + ", "
            + mistake.problem(),
        mistake.advice());
  }
}
