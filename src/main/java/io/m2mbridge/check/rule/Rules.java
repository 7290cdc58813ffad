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

/** All rules that the files of a site must keep. */
public final class Rules {
  static final List<Rule> ALL =
      List.of( //
          new YamlRule(), //
          new CallInTransactionRule(), //
          new TopRule(), //
          new EmptyBranchRule(), //
          new DuplicateRule(), //
          new CalledNamesRule(), //
          new ConfigurationNamesRule(), //
          new SpineRule(), //
          new DispatchRule(), //
          new EventNameRule(), //
          new SignatureRule(), //
          new StoreOrderRule(), //
          new SlowWebhookRule(), //
          new WebhookFailuresRule(), //
          new WebhookStatusRule(), //
          new WebhookInputRule(), //
          new EventCallerRule(), //
          new CamelSettingRule(), //
          new AtMostOnceRule(), //
          new ClockInEffectsRule(), //
          new EffectOutsideTransactionRule(), //
          new EffectsRule(), //
          new EndlessRedeliveryRule(), //
          new EndlessRetryRule(), //
          new EndlessWaitRule(), //
          new EndlessCallRule(), //
          new SharedByEventsRule(), //
          new StatementTextRule(), //
          new EffectsTwiceRule(), //
          new DatePatternRule(), //
          new PublicRouteRule(), //
          new HttpOptionRule(), //
          new RepeatedCallRule(), //
          new ConditionalEffectRule(), //
          new RepositoryRule(), //
          new InvalidEndpointRule(), //
          new BeanUseRule(), //
          new BeanTypeRule(), //
          new ArithmeticRule(), //
          new StatementBodyRule(), //
          new MetricTagRule(), //
          new NumberRule(), //
          new WholeObjectRule(), //
          new UnknownPropertyRule(), //
          new OverwrittenFileRule(), //
          new ForwardCallRule(), //
          new IntakeRule(), //
          new ReplyOptionsRule(), //
          new NoticeFailureRule(), //
          new ForwardMissingRule(), //
          new HandledFailureRule(), //
          new HttpFailureRule(), //
          new RedirectRule(), //
          new ReservedVariableRule(), //
          new SwallowedFailureRule(), //
          new NeededStepsRule(), //
          new ClaimCheckRule(), //
          new NeededWayRule(), //
          new NoticesRule(), //
          new UnreachableStepRule(), //
          new InterceptRule(), //
          new AttemptRule(), //
          new ChangingKeyRule(), //
          new CleanHeadersRule(), //
          new ReplyClientRule(), //
          new SwappedArgumentsRule(), //
          new UnknownClassRule(), //
          new UnknownBeanRule(), //
          new UnknownComponentRule(), //
          new MissingSettingRule(), //
          new MissingResourceRule(), //
          new ParametersCountRule(), //
          new EventInEndpointRule(), //
          new EventInSqlRule(), //
          new ApiKeyRule(), //
          new LiteralSecretRule(), //
          new PersonalDataInLogRule(), //
          new ExpressionSyntaxRule(), //
          new UnevaluatedRule(), //
          new NeverTrueRule(), //
          new UnknownVariableRule(), //
          new FieldRule(), //
          new UnknownHeaderRule(), //
          new BodyLostRule(), //
          new ForwardBodyRule(), //
          new LookUpRule(), //
          new ReplyRule(), //
          new UserDataQueryRule());

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
    return findings(site, ALL);
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
