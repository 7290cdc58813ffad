package io.m2mbridge.check.rule;

import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Level;
import io.m2mbridge.check.source.Site;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Applies the rules that the files of a site must keep. */
public final class Rules {
  /** The rules whose mistakes Camel doesn't notice, and with a finding that stops the start. */
  private static final List<Rule> BEFORE_START =
      List.of(
          new YamlRule(),
          new CalledNamesRule(),
          new SignatureRule(),
          new MissingResourceRule(),
          new UnevaluatedRule());

  private Rules() {}

  /** Returns what the rules find, in the order of the files. */
  public static List<Finding> findings(Site site) {
    return findings(site, AllRules.LIST);
  }

  /** Returns what must stop the start, and what Camel would start with. */
  public static List<Finding> beforeStart(Site site) {
    return findings(site, BEFORE_START).stream().filter(each -> each.kind().stopsStart()).toList();
  }

  /** Returns what some of the rules find. */
  static List<Finding> findings(Site site, List<Rule> rules) {
    Findings findings = new Findings();
    rules.forEach(rule -> rule.check(site, findings));
    return rules.size() == 1
        ? findings.all()
        : withoutFollowing(OneMistake.of(site, findings.all()));
  }

  /** Without the warnings on a step that has an error: the error is the mistake. */
  private static List<Finding> withoutFollowing(List<Finding> all) {
    Set<String> wrong =
        all.stream()
            .filter(each -> each.kind().level() == Level.ERROR)
            .flatMap(each -> Stream.ofNullable(each.where()))
            .collect(Collectors.toSet());
    Set<String> warned = new HashSet<>();
    return all.stream()
        .filter(
            each ->
                each.kind().level() == Level.ERROR
                    || each.where() == null
                    || (!wrong.contains(each.where()) && warned.add(each.where())))
        .toList();
  }
}
