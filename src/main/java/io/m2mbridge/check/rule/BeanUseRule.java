package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.UNKNOWN_BEAN;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A bean of the bridge in a step of another kind. */
final class BeanUseRule implements Rule {
  private static final Set<String> POLICIES =
      Set.of(Policies.EFFECTS_ONCE, Policies.OUTSIDE_ONCE, Policies.OWN_TRANSACTION);

  /** The beans of the bridge that are processors. */
  static final Set<String> PROCESSORS =
      Set.of(
          "verify-signature",
          "read-envelope",
          "store-delivery",
          "store-record",
          "note-duration",
          "check-data-request",
          "build-reply",
          "read-answer",
          "reply-redelivery",
          "console");

  @Override
  public void check(Site site, Findings findings) {
    site.routes()
        .flatMap(Route::allSteps)
        .filter(step -> !step.isDisabled())
        .forEach(
            step -> {
              check(step, findings);
              method(site, step, findings);
            });
  }

  /** A method that no class of the bean has. */
  private static void method(Site site, Step step, Findings findings) {
    String written = step.kind().equals("bean") ? step.value().text("method") : null;
    String name = written == null ? "" : written.replaceFirst("(?s)\\(.*", "").strip();
    Class<?> type = name.matches("\\w+") ? type(site, step) : null;
    if (type != null
        && Arrays.stream(type.getMethods()).noneMatch(each -> each.getName().equals(name))) {
      findings.add(
          UNKNOWN_BEAN,
          step.place(),
          step.where(),
          "the class " + type.getName() + " has no method " + name,
          Suggestion.of(
                  name, Arrays.stream(type.getMethods()).map(Method::getName).distinct().toList())
              .map(meant -> "did you mean " + meant + "?")
              .orElse("write one that it has"));
    }
  }

  /** The class of the bean; null if the files don't tell it, or if it can't be loaded. */
  private static @Nullable Class<?> type(Site site, Step step) {
    String ref = step.value().text("ref");
    String type =
        ref == null
            ? step.value().text("beanType")
            : Beans.in(site)
                .filter(bean -> ref.replaceFirst("^#(bean:)?", "").equals(bean.text("name")))
                .findFirst()
                .map(bean -> bean.text("type"))
                .orElse(null);
    return type == null ? null : ClassPath.type(type);
  }

  private static void check(Step step, Findings findings) {
    String text = step.value().text() == null ? step.value().text("ref") : step.value().text();
    String bean = String.valueOf(text).replaceFirst("^#(bean:)?", "");
    boolean isRun = step.kind().equals("process") || step.kind().equals("bean");
    if (isRun && POLICIES.contains(bean)) {
      add(
          step,
          bean + " is a policy, and no processor",
          "write policy, with ref: " + bean + " and the steps that it is for",
          findings);
    } else if (step.kind().equals("policy") && PROCESSORS.contains(bean)) {
      add(
          step,
          bean + " is a processor, and no policy",
          "write process: {ref: " + bean + "}",
          findings);
    }
  }

  private static void add(Step step, String problem, String advice, Findings findings) {
    findings.add(UNKNOWN_BEAN, step.place(), step.where(), problem, advice);
  }
}
