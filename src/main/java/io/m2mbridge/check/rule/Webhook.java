package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recognizes the steps of a webhook's way. */
final class Webhook {
  /** The beans of the steps: the name of each, and the class that a step may name instead. */
  static final String VERIFY = "verify-signature";

  static final String READ = "read-envelope";
  static final Set<String> STORE = Set.of("store-delivery", "store-record");
  static final String ANSWER = "webhook-answer";
  static final String FIRST_DELIVERY = "webhook-first-delivery";

  private static final Set<String> STATUS = Set.of("status", "CamelHttpResponseCode");
  private static final Set<String> ASSIGNING =
      Set.of("setVariable", "setVariables", "setHeader", "setHeaders");

  private Webhook() {}

  /**
   * A value that a step gives to the answer's status.
   *
   * @param isHeader whether it is the header itself, rather than the variable
   * @param constant the status; null if an expression gives it
   */
  record Status(boolean isHeader, @Nullable String constant, YamlNode node) {
    boolean isSuccess() {
      return constant != null && constant.strip().matches("2\\d\\d");
    }
  }

  /** Whether a step runs the bean of this name. */
  static boolean is(Step step, String bean) {
    boolean runs = step.kind().equals("process") || step.kind().equals("bean");
    String named = runs ? first(step, "ref", "beanType") : null;
    return named != null && letters(named).endsWith(letters(bean));
  }

  private static @Nullable String first(Step step, String... keys) {
    for (String key : keys) {
      String text = step.value().text(key);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private static String letters(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
  }

  static boolean isStore(Step step) {
    return STORE.stream().anyMatch(bean -> is(step, bean));
  }

  /** Whether it is the idempotent consumer over the repository of deliveries. */
  static boolean isFirstDeliveryOnly(Step step) {
    return step.kind().equals("idempotentConsumer")
        && String.valueOf(step.value().text("idempotentRepository")).contains("deliveries-");
  }

  /** The exceptions that a {@code doCatch} or {@code onException} names. */
  static List<String> classes(Step step) {
    YamlNode named = step.value().get("exception");
    if (named == null) {
      return List.of();
    }
    return Stream.concat(Stream.of(named), named.items().stream())
        .map(YamlNode::text)
        .filter(Objects::nonNull)
        .map(String::strip)
        .toList();
  }

  /** What a step sets the status of the answer to; none for most steps. */
  static List<Status> statuses(Step step, SiteRoutes routes) {
    List<Status> statuses = new ArrayList<>();
    if (ASSIGNING.contains(step.kind())) {
      add(step, step.value(), routes, statuses);
      for (String list : List.of("variables", "headers")) {
        YamlNode items = step.value().get(list);
        if (items != null) {
          items.items().forEach(item -> add(step, item, routes, statuses));
        }
      }
    }
    return statuses;
  }

  private static void add(Step step, YamlNode node, SiteRoutes routes, List<Status> statuses) {
    String name = node.text("name");
    if (name == null || !STATUS.contains(name)) {
      return;
    }
    boolean isHeader = step.kind().startsWith("setHeader");
    if (isHeader != name.equals("CamelHttpResponseCode")) {
      return;
    }
    for (Expressions.Expression expression : Expressions.below(node)) {
      String text = String.valueOf(expression.text().text());
      boolean isConstant =
          expression.language().equals("constant")
              || (expression.language().equals("simple") && !text.contains("${"));
      statuses.add(
          new Status(
              isHeader,
              isConstant ? routes.placeholders().replace(text) : null,
              expression.text()));
      return;
    }
  }
}
