package io.m2mbridge.check.schema;

import static io.m2mbridge.check.finding.FindingKind.UNKNOWN_OPTION;
import static io.m2mbridge.check.finding.FindingKind.WRONG_TYPE;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options of endpoints, against the description that each component's jar has of itself. */
final class EndpointOptions {
  /** What every endpoint takes, which a description names for one of its sides only. */
  private static final Set<String> COMMON =
      Set.of(
          "exchangepattern",
          "lazystartproducer",
          "bridgeerrorhandler",
          "exceptionhandler",
          "autowiredenabled",
          "synchronous");

  /** Steps whose endpoint is an expression's text, which may be a list of endpoints. */
  private static final Set<String> BY_EXPRESSION = Set.of("recipientList", "enrich", "pollEnrich");

  private final Site site;
  private final ComponentDescriptions components = new ComponentDescriptions();

  /** The settings whose endpoints were checked: many steps may send to the endpoint of one. */
  private final Set<String> settings = new HashSet<>();

  EndpointOptions(Site site) {
    this.site = site;
  }

  void check(Findings findings) {
    Stream.concat(site.routes(), site.configurations())
        .flatMap(route -> Stream.concat(Stream.ofNullable(route.from()), route.allSteps()))
        .filter(step -> !BY_EXPRESSION.contains(step.kind()))
        .forEach(step -> check(step, findings));
  }

  private void check(Step step, Findings findings) {
    Call call = step.call();
    String setting = call == null ? null : new Placeholders(site).source(call.uri());
    if (call != null && setting != null) {
      call = settings.add(setting) ? call.resolved(new Placeholders(site)::replace) : null;
    }
    JsonNode description = call == null ? null : components.of(call.scheme()).orElse(null);
    if (call == null || description == null || call.uri().contains("RAW(")) {
      return;
    }
    YamlNode parameters = step.value().get("parameters");
    if (setting == null
        && call.uri().contains("?")
        && parameters != null
        && !parameters.entries().isEmpty()) {
      findings.add(
          UNKNOWN_OPTION,
          call.node().place(),
          step.where(),
          "the URI has options after a question mark, which Camel refuses next to parameters",
          "write them all below parameters");
      return;
    }
    String owner = setting == null ? call.scheme() : call.scheme() + " in the setting " + setting;
    for (Map.Entry<String, String> option : call.options().entrySet()) {
      option(step, call, owner, description, option.getKey(), option.getValue(), findings);
    }
  }

  private void option(
      Step step,
      Call call,
      String owner,
      JsonNode description,
      String name,
      String value,
      Findings findings) {
    // A value that simple gives may hold an & of its own, so that what follows is no option.
    if (name.matches(".*[^\\w.-].*") || name.isEmpty() || isPrefixed(description, name)) {
      return;
    }
    String plain = name.replace("-", "");
    OptionType type = type(description.path("properties"), plain);
    OptionType ofComponent = type(description.path("componentProperties"), plain);
    if (type != null || (isLenient(description) && ofComponent != null)) {
      if (value.contains("{{m2m.")) {
        return; // SettingValuesCheck reads it
      }
      String expected =
          type == null
              ? requireNonNull(ofComponent).ofComponent().violation(resolved(value))
              : type.violation(resolved(value));
      if (expected != null) {
        findings.add(
            WRONG_TYPE,
            place(step, call, name),
            step.where(),
            "the option " + name + " of " + owner + " is '" + value + "'",
            "write " + expected);
      }
    } else if (!COMMON.contains(plain.toLowerCase(Locale.ROOT))) {
      unknown(step, call, owner, description, name, findings);
    }
  }

  private static @Nullable OptionType type(JsonNode properties, String name) {
    return properties.properties().stream()
        .filter(each -> each.getKey().equalsIgnoreCase(name))
        .findFirst()
        .map(each -> OptionType.of(each.getValue()))
        .orElse(null);
  }

  private static boolean isLenient(JsonNode description) {
    return description.at("/component/lenientProperties").asBoolean();
  }

  private static void unknown(
      Step step, Call call, String owner, JsonNode description, String name, Findings findings) {
    boolean isQuery = isLenient(description);
    List<String> names = new ArrayList<>();
    description.path("properties").fieldNames().forEachRemaining(names::add);
    if (isQuery) {
      description.path("componentProperties").fieldNames().forEachRemaining(names::add);
    }
    Optional<String> meant =
        SimilarNames.nearest(name, names)
            .filter(
                match ->
                    match.nearness() == SimilarNames.Nearness.MISSPELT
                        || (!isQuery && match.nearness() == SimilarNames.Nearness.RELATED))
            .map(SimilarNames.Match::name);
    if (isQuery && meant.isEmpty()) {
      return;
    }
    findings.add(
        UNKNOWN_OPTION,
        place(step, call, name),
        step.where(),
        owner
            + " has no option "
            + name
            + (isQuery ? ", so that it is sent to the other system as a part of the query" : ""),
        meant
            .map(each -> "did you mean " + each + "?")
            .orElse("remove it, or see the options of " + call.scheme() + " in Camel's manual"));
  }

  private static boolean isPrefixed(JsonNode description, String name) {
    return description.path("properties").properties().stream()
        .map(each -> each.getValue().path("prefix").asText())
        .anyMatch(prefix -> !prefix.isEmpty() && name.startsWith(prefix));
  }

  private static Place place(Step step, Call call, String name) {
    YamlNode parameters = step.value().get("parameters");
    return Stream.ofNullable(parameters)
        .flatMap(each -> each.entries().stream())
        .filter(entry -> name.equals(entry.key().text()))
        .map(entry -> entry.key().place())
        .findFirst()
        .orElse(call.node().place());
  }

  private String resolved(String value) {
    return new YamlAsJson(site).resolved(value);
  }
}
