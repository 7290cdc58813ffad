package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EVENT_IN_ENDPOINT;
import static io.m2mbridge.check.finding.FindingKind.FREE_TEXT_IN_ENDPOINT;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Expressions.Expression;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An event must not decide which system is called. */
final class EventInEndpointRule implements Rule {
  private static final Set<String> BY_EXPRESSION =
      Set.of("recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich");
  private static final Set<String> BY_URI = Set.of("toD", "wireTap", "poll");

  /** Headers that replace the host or the file's name of the endpoint that a step names. */
  private static final Set<String> ADDRESSES = Set.of("CamelHttpUri", "CamelHttpHost");

  /** Headers that replace a part of it: the path, the topic, the queue. */
  private static final Set<String> PARTS =
      Set.of(
          "CamelHttpPath",
          "CamelHttpQuery",
          "CamelHttpRawQuery",
          "CamelJmsDestinationName",
          "kafka.OVERRIDE_TOPIC");

  private static final String FILE_NAME = "CamelFileName";

  private static final Set<String> FILES = Set.of("file", "ftp", "ftps", "sftp", "smb");

  /** A constant beginning that says which system is called. */
  private static final Pattern NAMED =
      Pattern.compile("[\\w+.-]+://[^/?$]+[/?].*|(direct|seda):.+", Pattern.DOTALL);

  /** A constant beginning of an endpoint whose path is no host: a queue, a topic, a folder. */
  private static final Pattern NAMED_COMPONENT =
      Pattern.compile(
          "(?!https?:|ftps?:|sftp:|smtps?:|netty|mina|ws)[\\w+.-]+:[^$]*", Pattern.DOTALL);

  @Override
  public void check(Site site, Findings findings) {
    Origins origins = new Origins(site, new Bodies(site));
    Stream.concat(site.routes(), site.configurations())
        .flatMap(Route::allSteps)
        .forEach(step -> check(origins, step, findings));
  }

  private static void check(Origins origins, Step step, Findings findings) {
    Call call = step.call();
    boolean isDynamic = !"false".equals(step.value().text("dynamicUri"));
    if (call != null && BY_URI.contains(step.kind()) && isDynamic) {
      endpoint(origins, step, new Expression("simple", call.node()), findings);
    } else if (BY_EXPRESSION.contains(step.kind())) {
      Expressions.of(step).stream()
          .findFirst()
          .ifPresent(expression -> endpoint(origins, step, expression, findings));
    }
    boolean isTold =
        BY_URI.contains(step.kind()) && call != null && call.uri().contains("fileName=");
    if (call != null && FILES.contains(call.scheme()) && !isTold) {
      String name = call.options().get("fileName");
      if (name != null) {
        fileName(origins.text(step, name), step, findings);
      }
    }
    for (YamlNode header : headers(step)) {
      String name = String.valueOf(header.text("name"));
      for (Expression expression : Expressions.of(header)) {
        if (name.equals(FILE_NAME)) {
          fileName(origins.of(step, expression), step, findings);
        } else if (ADDRESSES.contains(name)) {
          endpoint(origins, step, expression, findings);
        } else if (PARTS.contains(name)
            && origins.of(step, expression) == Origins.Origin.EVENT_TEXT) {
          freeText(step, expression, findings);
        }
      }
    }
  }

  static List<YamlNode> headers(Step step) {
    YamlNode headers = step.kind().equals("setHeaders") ? step.value().get("headers") : null;
    List<YamlNode> found = new ArrayList<>(headers == null ? List.of() : headers.items());
    if (step.kind().equals("setHeader")) {
      found.add(step.value());
    }
    return found;
  }

  private static void endpoint(
      Origins origins, Step step, Expression expression, Findings findings) {
    Origins.Origin origin = origins.of(step, expression);
    String text = String.valueOf(expression.text().text());
    if (origin == Origins.Origin.SITE || isSql(text)) {
      return;
    }
    boolean isText = expression.language().equals("simple");
    String beginning = isText ? beginning(origins, step, text) : "";
    boolean isFree = origin == Origins.Origin.EVENT_TEXT;
    if (NAMED.matcher(beginning).matches()
        || beginning.matches("\\{\\{.*}}.*")
        || (NAMED_COMPONENT.matcher(beginning).matches() && !isFree)
        || FILES.stream().anyMatch(scheme -> beginning.startsWith(scheme + ":"))) {
      if (isFree) {
        freeText(step, expression, findings);
      }
      return;
    }
    findings.add(
        EVENT_IN_ENDPOINT,
        expression.text().place(),
        step.where(),
        "a value of the event decides where the data goes",
        "branch with choice on the value, and write each endpoint as a constant or a setting");
  }

  private static void freeText(Step step, Expression expression, Findings findings) {
    findings.add(
        FREE_TEXT_IN_ENDPOINT,
        expression.text().place(),
        step.where(),
        "a text that M2M's user or partner wrote becomes a part of the endpoint",
        "use an id, such as ${variable.eventKeyEncoded}, or send the text in the body");
  }

  /** What stands before the first function that the event gives. */
  private static String beginning(Origins origins, Step step, String text) {
    for (SimpleText.Function function : SimpleText.functions(text)) {
      if (origins.function(step, function.content().strip()) != Origins.Origin.SITE) {
        String before = text.substring(0, function.at());
        // A setting or a constant of the site's own may hold a whole URI or a host.
        return before.replaceAll("\\$\\{[^}]*}", "{{site}}");
      }
    }
    return text;
  }

  private static boolean isSql(String text) {
    return text.startsWith("sql:");
  }

  private static void fileName(Origins.Origin origin, Step step, Findings findings) {
    if (origin == Origins.Origin.EVENT_TEXT) {
      findings.add(
          FREE_TEXT_IN_ENDPOINT,
          step.place(),
          step.where(),
          "the file's name is a text that M2M's user or partner wrote, and may lead out of its folder",
          "use an id, such as ${variable.data[operationId]}");
    }
  }
}
