package io.m2mbridge.check.rule;

import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.finding.SimilarNames.Nearness;
import io.m2mbridge.check.rule.Reference.Access;
import io.m2mbridge.check.rule.Reference.Kind;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.event.EventFields;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values that variables and fields can have, by docs/protocol.md and docs/variables.md. */
final class PossibleValues {
  /** M2M's statuses of links and operations, also those that only its API returns. */
  private static final Set<String> STATUSES =
      Set.of("created", "opened", "revoked", "processing", "completed", "failed", "cancelled");

  private static final Map<String, Set<String>> VARIABLES =
      Map.of(
          "outcome",
          Set.of("accepted", "duplicate", "quarantined", "unauthorized", "refused", "unavailable"),
          "requestVerdict",
          Set.of("open", "ended", "expired", "rejected"),
          "replyResult",
          Set.of("fulfilled", "failed", "expired", "conflict", "retry"));

  private static final Set<String> NUMBERS =
      Set.of("attempt", "run", "deliveryId", "replyStatus", "replyAttempt", "noticeAttempts");

  private static final Set<String> AMOUNTS = Set.of("send", "receive", "rate", "fee");

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toSet());

  private final SetVariables set;
  private final RouteGraph graph;

  PossibleValues(Site site, RouteGraph graph) {
    this.set = SetVariables.in(site);
    this.graph = graph;
  }

  /** Why a comparison can't be meant. */
  record Doubt(String problem, String advice) {}

  /** Returns what is wrong with a comparison of a reference with a literal; null if nothing is. */
  @Nullable Doubt doubt(Comparison comparison, Step step) {
    List<Reference> references = Reference.in(comparison.left());
    if (references.size() != 1
        || !references.get(0).text().equals(comparison.left())
        || !comparison.hasLiteral()
        || references.get(0).kind() != Kind.VARIABLE) {
      return null;
    }
    Reference reference = references.get(0);
    if (comparison.right().matches("['\"]null['\"]")) {
      return new Doubt(
          never(comparison) + ", because 'null' in quotes is a text", "write null without quotes");
    }
    String path = reference.path().stream().map(Access::name).collect(Collectors.joining("."));
    if (reference.path().stream().anyMatch(access -> !access.isField())) {
      return null;
    }
    if (reference.isVariable("event") && path.isEmpty()) {
      return event(comparison, step);
    }
    if (NUMBERS.contains(reference.name()) && path.isEmpty()) {
      return number(comparison);
    }
    if (reference.isVariable("data")) {
      return field(comparison, path);
    }
    Set<String> values = path.isEmpty() ? VARIABLES.get(reference.name()) : null;
    return values == null || isSetBySite(reference.name()) ? null : oneOf(comparison, values);
  }

  private boolean isSetBySite(String name) {
    return set.isOpen() && set.names().contains(name);
  }

  private @Nullable Doubt event(Comparison comparison, Step step) {
    Set<String> events = graph.events(step.route());
    String name = comparison.literal();
    return events.isEmpty() || events.contains(name) || !EventFields.events().contains(name)
        ? null
        : new Doubt(
            never(comparison) + ", because the route runs for " + String.join(", ", events),
            "put the step into the route of " + name);
  }

  private static @Nullable Doubt field(Comparison comparison, String path) {
    String literal = comparison.literal();
    EventFields field = EventFields.UNION.at(path);
    if (field != null && field.hasFields() && comparison.operator().matches("[!=<>]=?|!?in")) {
      return new Doubt(
          never(comparison) + ", because the value is an object",
          "compare one of its fields: " + String.join(", ", field.names()));
    }
    if (path.startsWith("amount.") && AMOUNTS.contains(path.substring("amount.".length()))) {
      Doubt doubt = number(comparison);
      return doubt == null
              && Comparison.isQuoted(comparison.right())
              && comparison.operator().matches("[!=]=")
          ? new Doubt(
              "compares digit by digit, so that 100 and 100.00 differ",
              "write " + literal + (literal.contains(".") ? "" : ".00") + " without quotes")
          : doubt;
    }
    if (path.startsWith("amount.currency.")) {
      return values(comparison).stream().allMatch(CURRENCIES::contains)
          ? null
          : new Doubt(
              never(comparison) + ", because currencies are codes such as USD and MXN",
              "write the code of ISO 4217 in capitals");
    }
    return path.equals("status") ? oneOf(comparison, STATUSES) : null;
  }

  private static @Nullable Doubt number(Comparison comparison) {
    return !comparison.operator().matches("[!=<>]=?")
            || comparison.literal().matches("-?\\d+(\\.\\d+)?")
        ? null
        : new Doubt(
            never(comparison) + ", because the value is a number", "compare it with a number");
  }

  private static @Nullable Doubt oneOf(Comparison comparison, Set<String> values) {
    Optional<String> wrong =
        values(comparison).stream().filter(each -> !values.contains(each)).findFirst();
    return wrong
        .map(
            each ->
                new Doubt(
                    never(comparison) + ", because " + each + " is no such value",
                    SimilarNames.nearest(each, values)
                        .filter(match -> match.nearness() == Nearness.MISSPELT)
                        .map(match -> "did you mean '" + match.name() + "'?")
                        .orElse(
                            "write one of "
                                + values.stream().sorted().collect(Collectors.joining(", ")))))
        .orElse(null);
  }

  /** The values of an equality; none for any other operator. */
  private static List<String> values(Comparison comparison) {
    return switch (comparison.operator()) {
      case "==", "!=" -> List.of(comparison.literal());
      case "in", "!in" -> List.of(comparison.literal().split("\\s*,\\s*"));
      default -> List.of();
    };
  }

  private static String never(Comparison comparison) {
    return comparison.operator().startsWith("!") ? "is always true" : "is never true";
  }
}
