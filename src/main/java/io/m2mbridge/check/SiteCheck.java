package io.m2mbridge.check;

import io.m2mbridge.check.finding.AllowList;
import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.Rules;
import io.m2mbridge.check.schema.SchemaCheck;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;

/** Checks all that a site may edit: its routes, its settings and the environment. */
public final class SiteCheck {
  /** What a route or a bean from elsewhere, such as Java, may make right. */
  private static final Set<FindingKind> NEED_ALL_ROUTES =
      EnumSet.of(
          FindingKind.UNKNOWN_ROUTE,
          FindingKind.UNKNOWN_CONFIGURATION,
          FindingKind.UNKNOWN_BEAN,
          FindingKind.UNKNOWN_VARIABLE,
          FindingKind.UNKNOWN_HEADER,
          FindingKind.QUEUE_WITHOUT_READER,
          FindingKind.ROUTE_MISSING,
          FindingKind.LANE_MISSING,
          FindingKind.EVENT_NOT_DISPATCHED,
          FindingKind.EFFECT_MISSING,
          FindingKind.FORWARD_MISSING);

  /** What Camel can't make a model of. */
  private static final Set<FindingKind> NO_MODEL =
      EnumSet.of(
          FindingKind.YAML_SYNTAX,
          FindingKind.DUPLICATE_KEY,
          FindingKind.EMPTY_FILE,
          FindingKind.NOT_A_ROUTE,
          FindingKind.COMMENT_AS_VALUE,
          FindingKind.EMPTY_BRANCH,
          FindingKind.UNKNOWN_STEP,
          FindingKind.UNKNOWN_OPTION,
          FindingKind.WRONG_TYPE,
          FindingKind.UNKNOWN_CLASS,
          FindingKind.MISSING_SETTING,
          FindingKind.EXPRESSION_SYNTAX,
          FindingKind.DUPLICATE_ID);

  /** Settings that a host sets and the machine that checks may not have. */
  private static final Pattern OF_THE_HOST =
      Pattern.compile(
          "(?i)the setting (?!(variable|header)[.]|m2m[.](?!site[.]))\\S*(password|secret|token|key|credential)\\S* .*");

  private final Settings settings;
  private final Findings findings = new Findings();

  private SiteCheck(Settings settings) {
    this.settings = settings;
  }

  /** Reads the files of routes that the settings name. */
  public static Site read(Settings settings) {
    return SiteFiles.read(settings, new Findings());
  }

  /**
   * Checks the routes' files before a start, by the rules whose findings can't be meant and that
   * Camel doesn't notice.
   *
   * @throws ConfigurationException if there are findings, a line each
   */
  public static void beforeStart(Settings settings) {
    List<Finding> found = new ArrayList<>(Rules.beforeStart(read(settings)));
    throwIfAny(withoutVain(new SiteCheck(settings).allowed(found).stream()));
  }

  /**
   * Explains a start that Camel gave up.
   *
   * @throws ConfigurationException if the routes have findings that stop the start, a line each;
   *     not if the failure is explained already
   */
  public static void explain(Throwable failure, Settings settings) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigurationException) {
        return;
      }
    }
    throwIfAny(ofRoutes(settings).stream().filter(each -> each.kind().stopsStart()).toList());
  }

  private static void throwIfAny(List<Finding> findings) {
    ConfigurationException.throwIfAny(findings.stream().map(Finding::line).toList());
  }

  /**
   * Checks the routes by all rules, for a bridge that has started or that Camel couldn't start.
   *
   * @return what {@code m2m.check.allow} doesn't allow, in the order of the files
   */
  public static List<Finding> ofRoutes(Settings settings) {
    SiteCheck check = new SiteCheck(settings);
    List<Finding> found = new ArrayList<>(Rules.findings(SiteFiles.read(settings, check.findings)));
    found.addAll(check.findings.all());
    return withoutVain(check.allowed(found).stream());
  }

  /**
   * Checks Camel's model of the routes, before any runs.
   *
   * @param context that has the routes of the settings
   * @return the sentences that stop the start, without those that {@code m2m.check.allow} allows
   */
  public static List<String> ofModel(CamelContext context) {
    Settings settings = new Settings(context);
    boolean hasRoutes = !((ModelCamelContext) context).getRouteDefinitions().isEmpty();
    return hasRoutes
        ? unallowed(settings, RoutesCheck.mistakesByKind(context, settings.usesDatabase()))
        : RoutesCheck.mistakes(context, settings.usesDatabase());
  }

  /**
   * Checks Camel's model of the routes that the bridge has added to another application's.
   *
   * @param before was made before they were added
   * @return the sentences that stop the start, without those that {@code m2m.check.allow} allows
   */
  public static List<String> ofModelSince(RoutesCheck before, Settings settings) {
    return unallowed(settings, before.mistakesByKindSince(settings.usesDatabase()));
  }

  private static List<String> unallowed(Settings settings, Map<FindingKind, List<String>> byKind) {
    List<String> sentences = byKind.values().stream().flatMap(List::stream).toList();
    if (sentences.isEmpty() || settings.get(AllowList.SETTING).isEmpty()) {
      return sentences;
    }
    AllowList allowed = AllowList.of(settings.get(AllowList.SETTING));
    Site site = read(settings);
    List<String> left = new ArrayList<>();
    byKind.forEach(
        (kind, each) ->
            each.stream()
                .filter(sentence -> !isAllowed(allowed, site, kind, sentence))
                .forEach(left::add));
    return left;
  }

  private static boolean isAllowed(
      AllowList allowed, Site site, FindingKind kind, String sentence) {
    Findings findings = new Findings();
    new ModelFindings(site, findings).add(kind, sentence);
    return withoutVain(allowed.filter(findings.all()).stream()).isEmpty();
  }

  /** A start doesn't run all checks, so that an entry may allow what another one finds. */
  private static List<Finding> withoutVain(Stream<Finding> found) {
    return found.filter(finding -> finding.kind() != FindingKind.ALLOWED_IN_VAIN).toList();
  }

  /**
   * Checks everything. It needs no database, no secret and no network, and changes the context of
   * the settings: Camel's model of the routes is in it afterwards.
   *
   * @return what {@code m2m.check.allow} doesn't allow, in the order of the files
   */
  public static List<Finding> ofAll(Settings settings) {
    SiteCheck check = new SiteCheck(settings);
    new SettingsFindings(settings, check.findings).add();
    Site site = SiteFiles.read(settings, check.findings);
    List<Finding> found = new ArrayList<>(Rules.findings(site));
    found.addAll(SchemaCheck.findings(site));
    new BrokerFindings(settings, site, check.findings).add();
    found.addAll(check.findings.all());
    found.removeIf(each -> check.followsSetting(each));
    if (SiteFiles.leavesOutMany(check.findings)) {
      found.retainAll(check.findings.all()); // the others follow from it
    }
    if (found.stream().noneMatch(finding -> NO_MODEL.contains(finding.kind()))) {
      new ModelFindings(site, check.findings).add(settings);
      found.addAll(check.findings.all().stream().filter(each -> !found.contains(each)).toList());
    }
    found.removeIf(SiteCheck::isMissingSecret);
    if (HostFiles.isHost(settings)) {
      found.removeIf(HostFindings::needsTheApplication);
    }
    return check.allowed(found);
  }

  /** Whether the value of a setting, which has a finding itself, makes a value in a route wrong. */
  private boolean followsSetting(Finding finding) {
    return finding.kind() == FindingKind.WRONG_TYPE
        && findings.all().stream()
            .filter(each -> each.kind() == FindingKind.SETTING_VALUE)
            .map(each -> each.problem().replaceFirst(" .*", ""))
            .anyMatch(key -> finding.problem().contains("{{" + key + "}}"));
  }

  /** The check needs no secret. */
  private static boolean isMissingSecret(Finding finding) {
    return finding.kind() == FindingKind.MISSING_SETTING
        && OF_THE_HOST
            .matcher(finding.problem().replaceFirst("^m2m.* names ", "the setting "))
            .matches();
  }

  private List<Finding> allowed(List<Finding> found) {
    if (HostFiles.isHost(settings)) {
      found.removeIf(HostFindings::mayBeInCode);
    } else if (!SiteFiles.isWhole(settings)) {
      found.removeIf(finding -> NEED_ALL_ROUTES.contains(finding.kind()));
    }
    found.replaceAll(each -> SettingLines.of(settings).locate(each));
    found.sort(Comparator.comparing(Finding::place));
    return AllowList.of(settings.get(AllowList.SETTING)).filter(found);
  }
}
