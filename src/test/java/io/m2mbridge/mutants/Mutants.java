package io.m2mbridge.mutants;

import io.m2mbridge.check.rule.EditedSite;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.check.source.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Small mistakes in the project's routes: one step dropped, moved or swapped, one condition
 * negated, or one constant changed.
 */
final class Mutants {
  /**
   * One mistake.
   *
   * @param name what was done, and to which step: {@code drop event-forward/choose-body}
   * @param route the file
   * @param yaml its text with the mistake
   */
  record Mutant(String name, String route, String yaml) {
    /** Whether a rule of {@code check} finds it, at a site that uses the route. */
    boolean isSeen() {
      EditedSite site = new EditedSite().replace(route, yaml);
      if (route.startsWith("event-intake-")) {
        site.set("m2m.intake.kafka.brokers", "127.0.0.1:9092");
      }
      if (route.equals("event-intake-send")) {
        site.set("m2m.deliveries.repository", "caffeine")
            .set("m2m.forward.default", "direct:event-intake-send");
      }
      return !site.lines().isEmpty();
    }
  }

  private final List<Mutant> all = new ArrayList<>();

  private Mutants() {}

  /** All mutants of the routes of a site. */
  static List<Mutant> of(List<RouteFile> files) {
    Mutants mutants = new Mutants();
    for (RouteFile file : files) {
      for (Route route : file.routes()) {
        mutants.of(file, route.steps());
      }
    }
    return mutants.all;
  }

  private void of(RouteFile file, List<Step> steps) {
    List<String> lines = file.text().lines().toList();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step.id() != null && isStep(step, lines)) {
        drop(file, lines, step);
        negate(file, lines, step);
        change(file, lines, step);
        moveOut(file, lines, step);
        if (i + 1 < steps.size() && isStep(steps.get(i + 1), lines)) {
          swap(file, lines, step, steps.get(i + 1));
        }
      } else if (step.id() != null) {
        negate(file, lines, step);
      }
      of(file, step.children());
    }
  }

  /** A branch such as {@code otherwise} doesn't begin with a dash, and is left alone. */
  private static boolean isStep(Step step, List<String> lines) {
    return lines.get(step.place().line() - 1).strip().equals("- " + step.kind() + ":");
  }

  private void add(String what, Step step, RouteFile file, Stream<String> lines) {
    String route = file.path().replaceAll("routes/|\\.camel\\.yaml", "");
    all.add(new Mutant(what + " " + step.where(), route, String.join("\n", lines.toList()) + "\n"));
  }

  private static int start(Step step) {
    return step.place().line() - 1;
  }

  /** The line after the last one of a step. */
  private static int end(Step step, List<String> lines) {
    int indent = lines.get(start(step)).indexOf('-');
    int end = start(step) + 1;
    while (end < lines.size() && indent(lines.get(end)) > indent) {
      end++;
    }
    return end;
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  private void drop(RouteFile file, List<String> lines, Step step) {
    int end = end(step, lines);
    boolean isOnly =
        (step.parent() == null ? step.route().steps() : step.parent().children()).size() == 1;
    if (!isOnly) {
      add(
          "drop",
          step,
          file,
          Stream.concat(
              lines.subList(0, start(step)).stream(), lines.subList(end, lines.size()).stream()));
    }
  }

  private void swap(RouteFile file, List<String> lines, Step step, Step next) {
    int end = end(next, lines);
    add(
        "swap",
        step,
        file,
        Stream.of(
                lines.subList(0, start(step)),
                lines.subList(start(next), end),
                lines.subList(start(step), start(next)),
                lines.subList(end, lines.size()))
            .flatMap(List::stream));
  }

  /** Moves a step of a policy or of an idempotent consumer behind it. */
  private void moveOut(RouteFile file, List<String> lines, Step step) {
    Step block = step.parent();
    if (block == null
        || !List.of("policy", "idempotentConsumer", "filter").contains(block.kind())
        || block.children().size() == 1) {
      return;
    }
    int blockEnd = end(block, lines);
    int end = end(step, lines);
    int by = lines.get(start(step)).indexOf('-') - lines.get(start(block)).indexOf('-');
    add(
        "move out",
        step,
        file,
        Stream.of(
                lines.subList(0, start(step)),
                lines.subList(end, blockEnd),
                lines.subList(start(step), end).stream().map(line -> line.substring(by)).toList(),
                lines.subList(blockEnd, lines.size()))
            .flatMap(List::stream));
  }

  private void negate(RouteFile file, List<String> lines, Step step) {
    if (!List.of("when", "filter").contains(step.kind())) {
      return;
    }
    Expressions.of(step).stream()
        .filter(expression -> expression.language().equals("simple"))
        .findFirst()
        .ifPresent(
            expression -> {
              int at = expression.text().place().line() - 1;
              String line = lines.get(at);
              String negated =
                  line.contains("==")
                      ? line.replaceFirst("==", "!=")
                      : line.replaceFirst("!=", "==");
              List<String> changed = new ArrayList<>(lines);
              changed.set(at, negated);
              if (!negated.equals(line)) {
                add("negate", step, file, changed.stream());
              }
            });
  }

  /** Changes each constant of a step. */
  private void change(RouteFile file, List<String> lines, Step step) {
    Expressions.of(step).stream()
        .filter(expression -> expression.language().equals("constant"))
        .filter(expression -> !expression.text().text().contains("{{"))
        .forEach(
            expression -> {
              int at = expression.text().place().line() - 1;
              String text = expression.text().text();
              List<String> changed = new ArrayList<>(lines);
              changed.set(at, lines.get(at).replace(text, other(text)));
              add("change " + text + " in", step, file, changed.stream());
            });
  }

  private static String other(String constant) {
    return switch (constant) {
      case "true" -> "false";
      case "false" -> "true";
      default ->
          constant.matches("\\d+")
              ? String.valueOf(Integer.parseInt(constant) + 1)
              : constant + "-other";
    };
  }
}
