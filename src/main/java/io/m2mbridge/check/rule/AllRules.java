package io.m2mbridge.check.rule;

import java.util.List;

/** All rules. A start needs few of them and doesn't load this class. */
final class AllRules {
  static final List<Rule> LIST =
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

  private AllRules() {}
}
