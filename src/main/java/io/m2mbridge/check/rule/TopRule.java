package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.NOT_A_ROUTE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;
import java.util.Set;

/**
 * What stands at the top of a file must be a list of routes, or of what Camel takes next to them.
 */
final class TopRule implements Rule {
  private static final Set<String> ELEMENTS =
      Set.of(
          "beans",
          "dataFormats",
          "errorHandler",
          "from",
          "intercept",
          "interceptFrom",
          "interceptSendToEndpoint",
          "onCompletion",
          "onException",
          "routeConfiguration",
          "route",
          "routeTemplate",
          "templatedRoute",
          "restConfiguration",
          "rest");

  @Override
  public void check(Site site, Findings findings) {
    for (RouteFile file : site.files()) {
      for (YamlNode document : file.documents()) {
        if (document.isMapping()) {
          mapping(document, findings);
        }
        document.items().forEach(item -> item(item, findings));
      }
    }
  }

  private static void mapping(YamlNode document, Findings findings) {
    if (document.get("apiVersion") != null) {
      return; // a resource of Kubernetes, such as an Integration
    }
    YamlNode.Entry first = document.entries().get(0);
    boolean isElement = ELEMENTS.contains(first.name());
    findings.add(
        NOT_A_ROUTE,
        first.key().place(),
        null,
        "the top of the file is not a list, so that Camel ignores all of it",
        isElement
            ? "write - " + first.name() + ": with a dash, and indent the lines below it"
            : "write - route: with a dash, and indent the lines below it");
  }

  private static void item(YamlNode item, Findings findings) {
    if (!item.isMapping()) {
      findings.add(
          NOT_A_ROUTE,
          item.place(),
          null,
          "the item is no route",
          "write - route: and the route's keys below it, or remove the item");
      return;
    }
    boolean hasElement = item.entries().stream().anyMatch(each -> ELEMENTS.contains(each.name()));
    for (YamlNode.Entry entry : item.entries()) {
      boolean isElement = ELEMENTS.contains(entry.name());
      boolean isEmpty = "".equals(entry.value().text());
      if (isElement && isEmpty) {
        findings.add(
            NOT_A_ROUTE,
            entry.key().place(),
            null,
            entry.name() + " has nothing below it",
            "indent its keys by two columns more than " + entry.name());
        return;
      } else if (!isElement) {
        String key = String.valueOf(entry.key().text());
        findings.add(
            NOT_A_ROUTE,
            entry.key().place(),
            null,
            key + " is nothing that a file of routes may have at its top",
            hasElement
                ? "indent it below the key to which it belongs"
                : SimilarNames.nearest(key, ELEMENTS)
                    .filter(match -> match.nearness() != SimilarNames.Nearness.REMOTE)
                    .map(match -> "did you mean " + match.name() + "?")
                    .orElse("write - route: and the route's keys below it"));
        return;
      }
    }
  }
}
