package io.m2mbridge.check;

import io.m2mbridge.check.finding.AllowList;
import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.rule.Rules;
import io.m2mbridge.check.schema.SchemaCheck;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.settings.PropertiesFile;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.settings.SettingsComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.jspecify.annotations.Nullable;

/** Checks all that a site may edit: its routes, its settings and the environment. */
public final class SiteCheck {
  /** Values in place of the secrets and the database, which the command doesn't need. */
  private static final Map<String, String> STAND_INS =
      Map.of(
          "m2m.webhook.secret", "whsec_0123456789abcdefghijklmnopqrstuv",
          "m2m.api.key", "m2m_live_0123456789abcdefghijklmnopqrstuv",
          "m2m.database.url", "jdbc:postgresql://localhost/m2m",
          "m2m.database.username", "m2m",
          "m2m.database.password", "0123456789abcdefghijklmnopqrstuv");

  private static final Pattern LINE = Pattern.compile("Line ([0-9]+) of (\\S+)");
  private static final Pattern ROUTE = Pattern.compile("[Tt]he route ([^\\s:,]+)");

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

  /** What no rule finds without the model. */
  private static final Set<FindingKind> OF_MODEL =
      EnumSet.of(FindingKind.OLDER_ROUTE, FindingKind.OUTSIDE_ONCE, FindingKind.BODY_CHANGED);

  private static final Pattern SECRET =
      Pattern.compile("(?i)\\{\\{[^}]*\\bm2m[._](api[._]key|webhook[._]secret)\\b");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w-]+\\.[\\w.-]+)}}");

  /** Settings that a host sets and the machine that checks may not have. */
  private static final Pattern OF_THE_HOST =
      Pattern.compile("(?i)the setting \\S*(password|secret|token|key|credential)\\S* .*");

  private static final Pattern STEP = Pattern.compile("^(?:The|A) step (\\S+) of the route ");

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
   * Checks the routes before Camel reads them, by the rules whose findings can't be meant and that
   * Camel doesn't notice.
   *
   * @return what stops the start, in the order of the files
   */
  public static List<Finding> beforeStart(Settings settings) {
    return new SiteCheck(settings).withoutVain(new ArrayList<>(Rules.beforeStart(read(settings))));
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
    return check.withoutVain(found);
  }

  /**
   * Checks Camel's model of the routes, before any runs.
   *
   * @param context that has the routes of the settings
   * @return the sentences that stop the start, without those that {@code m2m.check.allow} allows
   */
  public static List<String> ofModel(CamelContext context) {
    Settings settings = new Settings(context);
    List<String> sentences = RoutesCheck.mistakes(context, settings.usesDatabase());
    boolean hasRoutes = !((ModelCamelContext) context).getRouteDefinitions().isEmpty();
    if (!hasRoutes || sentences.isEmpty() || settings.get(AllowList.SETTING).isEmpty()) {
      return sentences;
    }
    Site site = read(settings);
    List<String> left = new ArrayList<>();
    RoutesCheck.mistakesByKind(context, settings.usesDatabase())
        .forEach(
            (kind, each) ->
                each.stream()
                    .filter(sentence -> new SiteCheck(settings).stops(site, kind, sentence))
                    .forEach(left::add));
    return left;
  }

  private boolean stops(Site site, FindingKind kind, String sentence) {
    route(site, kind, sentence);
    return !withoutVain(new ArrayList<>(findings.all())).isEmpty();
  }

  /** A start doesn't run all checks, so that an entry may allow what another one finds. */
  private List<Finding> withoutVain(List<Finding> found) {
    return allowed(found).stream()
        .filter(finding -> finding.kind() != FindingKind.ALLOWED_IN_VAIN)
        .toList();
  }

  /**
   * Checks everything. It needs no database, no secret and no network, and changes the context of
   * the settings: Camel's model of the routes is in it afterwards.
   *
   * @return what {@code m2m.check.allow} doesn't allow, in the order of the files
   */
  public static List<Finding> ofAll(Settings settings) {
    SiteCheck check = new SiteCheck(settings);
    check.settings();
    Site site = SiteFiles.read(settings, check.findings);
    List<Finding> found = new ArrayList<>(Rules.findings(site));
    found.addAll(SchemaCheck.findings(site));
    found.addAll(check.findings.all());
    if (found.stream().noneMatch(finding -> NO_MODEL.contains(finding.kind()))) {
      check.model(site);
      found.addAll(check.findings.all().stream().filter(each -> !found.contains(each)).toList());
    }
    found.removeIf(SiteCheck::isMissingSecret);
    return check.allowed(found);
  }

  /** The check needs no secret. */
  private static boolean isMissingSecret(Finding finding) {
    return finding.kind() == FindingKind.MISSING_SETTING
        && OF_THE_HOST
            .matcher(finding.problem().replaceFirst("^m2m.* names ", "the setting "))
            .matches();
  }

  private List<Finding> allowed(List<Finding> found) {
    if (!SiteFiles.isWhole(settings)) {
      found.removeIf(finding -> NEED_ALL_ROUTES.contains(finding.kind()));
    }
    found.sort(Comparator.comparing(Finding::place));
    return AllowList.of(settings.get(AllowList.SETTING)).filter(found);
  }

  private void settings() {
    missing();
    keys();
    List<String> misread = misread();
    misread.forEach(each -> setting(FindingKind.SETTING_NAME, each));
    SettingValuesCheck.mistakes(this::withStandIns).stream()
        .filter(each -> misread.stream().noneMatch(other -> sameSetting(each, other)))
        .forEach(each -> setting(FindingKind.SETTING_VALUE, each));
  }

  private List<String> misread() {
    try {
      List<String> misread = MisreadSettings.of(settings);
      settings.ignoreBlank();
      return misread;
    } catch (IllegalArgumentException e) {
      return List.of(); // a value names a setting without one, which missing() tells
    }
  }

  /** Settings in the files whose values name a setting without a value. */
  private void missing() {
    for (PropertiesFile file : SettingsComponent.filesOf(settings.context())) {
      for (PropertiesFile.Entry entry : file.entries()) {
        Matcher named = PLACEHOLDER.matcher(entry.value());
        while (named.find()) {
          if (!isThere(named.group(1))) {
            findings.add(
                FindingKind.MISSING_SETTING,
                new Place(file.path(), entry.line(), 0),
                null,
                entry.key() + " names " + named.group(1) + ", which has no value",
                "set " + named.group(1) + ", or write {{" + named.group(1) + ":<default>}}");
          }
        }
      }
    }
  }

  private boolean isThere(String key) {
    try {
      return settings.context().getPropertiesComponent().resolveProperty(key).isPresent();
    } catch (IllegalArgumentException e) {
      return true; // what its own value names is told of at its line
    }
  }

  /** Whether both sentences begin with the name of one setting. */
  private static boolean sameSetting(String one, String other) {
    String key = one.replaceFirst(" .*", "");
    return key.startsWith("m2m.") && other.startsWith(key + " ");
  }

  /** A secret of the bridge that another setting passes on, such as an endpoint. */
  private void keys() {
    for (PropertiesFile file : SettingsComponent.filesOf(settings.context())) {
      for (PropertiesFile.Entry entry : file.entries()) {
        if (!Settings.SECRETS.contains(entry.key()) && SECRET.matcher(entry.value()).find()) {
          findings.add(
              FindingKind.API_KEY,
              new Place(file.path(), entry.line(), 0),
              null,
              entry.key() + " passes M2M's API key or webhook secret on",
              "remove it: the route reply-send sends replies with the key, and to M2M alone");
        }
      }
    }
  }

  private String withStandIns(String key) {
    if (key.startsWith("m2m.http.tls.")) {
      return ""; // files of the machine that the bridge runs on
    }
    String value;
    try {
      value = settings.get(key);
    } catch (IllegalArgumentException e) {
      return STAND_INS.getOrDefault(key, "a value of the host");
    }
    return value.isEmpty() ? STAND_INS.getOrDefault(key, "") : value;
  }

  /** Rules that follow Camel's model of the routes. */
  private void model(Site site) {
    CamelContext context;
    try {
      context = RouteModel.load(site, settings);
    } catch (RuntimeException e) {
      findings.add(
          FindingKind.WRONG_TYPE,
          Place.of("routes"),
          null,
          "Camel can't read the routes, and says: " + e.getMessage(),
          "correct what it names");
      return;
    }
    Map<FindingKind, List<String>> found =
        new EnumMap<>(RoutesCheck.mistakesByKind(context, settings.usesDatabase()));
    found.keySet().retainAll(OF_MODEL);
    found.forEach((kind, sentences) -> sentences.forEach(each -> route(site, kind, each)));
  }

  private void route(Site site, FindingKind kind, String sentence) {
    Matcher named = ROUTE.matcher(sentence);
    Route route = named.find() ? site.route(named.group(1)) : null;
    Matcher part = STEP.matcher(sentence);
    Step step =
        route == null || !part.find()
            ? null
            : route
                .allSteps()
                .filter(each -> part.group(1).equals(each.id() == null ? each.kind() : each.id()))
                .findFirst()
                .orElse(null);
    if (step != null) {
      add(kind, step.place(), step.where(), sentence);
    } else {
      add(
          kind,
          route == null ? Place.of("routes") : route.place(),
          route == null ? null : route.name(),
          sentence);
    }
  }

  private void setting(FindingKind kind, String sentence) {
    Matcher named = LINE.matcher(sentence);
    if (named.find()) {
      Place place = new Place(named.group(2), Integer.parseInt(named.group(1)), 0);
      add(kind, place, null, sentence.replace(named.group(), "the line"));
      return;
    }
    for (PropertiesFile file : SettingsComponent.filesOf(settings.context())) {
      for (PropertiesFile.Entry entry : file.entries()) {
        if (sentence.contains(entry.key()) || sentence.contains(Settings.variable(entry.key()))) {
          add(kind, new Place(file.path(), entry.line(), 0), null, sentence);
          return;
        }
      }
    }
    add(kind, Place.of("environment"), null, sentence);
  }

  /** Adds a sentence that ends in ": advice.". */
  private void add(FindingKind kind, Place place, @Nullable String where, String sentence) {
    int aims = sentence.indexOf(": to send ");
    int advice = aims == -1 ? sentence.lastIndexOf(": ") : aims;
    String text = sentence.replaceFirst("\\.$", "");
    findings.add(
        kind,
        place,
        where,
        advice == -1 ? text : text.substring(0, advice),
        advice == -1 ? "correct it" : text.substring(advice + 2));
  }
}
