package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.OVERWRITTEN_FILE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file whose name is the same for several events keeps the last of them. */
final class OverwrittenFileRule implements Rule {
  private static final Set<String> FILES = Set.of("file", "ftp", "ftps", "sftp", "smb");

  private static final Set<String> READING = Set.of("pollEnrich", "poll");

  /** What adds to the file, or gives each event another one. */
  private static final Set<String> KEEPING = Set.of("append", "move", "tryrename");

  /** What is the same for several events: constants, days, the user, and the event's name. */
  private static final Pattern SAME =
      Pattern.compile(
          "([^$]|\\$\\{(date:[^}]*|variables?[.:](event|eventLabel|outcome|run|attempt|referenceId)"
              + "|variables?[.:]data\\W+(status|referenceId|userId|amount\\W+currency\\W+(send|receive))\\W*)})*",
          Pattern.DOTALL);

  @Override
  public void check(Site site, Findings findings) {
    Set<String> settings = new HashSet<>();
    EventWays.steps(site)
        .filter(step -> !READING.contains(step.kind()))
        .filter(step -> isOverwritten(SiteRoutes.of(site).call(step)))
        .forEach(step -> add(site, step, settings, findings));
  }

  private static boolean isOverwritten(@Nullable Call call) {
    String name = call == null ? null : call.options().get("fileName");
    return call != null
        && name != null
        && FILES.contains(call.scheme())
        && SAME.matcher(name).matches()
        && !KEEPING.contains(call.options().getOrDefault("fileExist", "").toLowerCase(Locale.ROOT));
  }

  private static void add(Site site, Step step, Set<String> settings, Findings findings) {
    Call call = step.call();
    @Nullable String setting = call == null ? null : new Placeholders(site).source(call.uri());
    if (setting == null || settings.add(setting)) {
      findings.add(
          OVERWRITTEN_FILE,
          setting == null ? step.place() : Place.of("application.properties"),
          setting == null ? step.where() : null,
          (setting == null ? "the file's name" : "the file's name in the setting " + setting)
              + " is the same for several events, so that the file has only one of them",
          "put an id into the name, such as ${variable.eventKeyEncoded}, or write"
              + " fileExist=Append");
    }
  }
}
