package io.m2mbridge.check;

import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.FindingKind;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Findings on a bridge within another application that the application itself may make right. */
final class HostFindings {
  /** A route, a bean or a step that the application has in Java. */
  private static final Set<FindingKind> IN_ITS_CODE =
      EnumSet.of(
          FindingKind.UNKNOWN_ROUTE,
          FindingKind.UNKNOWN_CONFIGURATION,
          FindingKind.UNKNOWN_BEAN,
          FindingKind.UNKNOWN_VARIABLE,
          FindingKind.UNKNOWN_HEADER,
          FindingKind.QUEUE_WITHOUT_READER);

  /** What is on the application's class path, which the command doesn't have. */
  private static final Set<FindingKind> ON_ITS_CLASS_PATH =
      EnumSet.of(FindingKind.UNKNOWN_CLASS, FindingKind.UNKNOWN_COMPONENT);

  /** A setting of the bridge's own, which the jar gives a default. */
  private static final Pattern OF_THE_BRIDGE =
      Pattern.compile("(.* names |the setting )m2m\\.(?!site\\.).*");

  private HostFindings() {}

  /** Whether the application's code may make a finding right. */
  static boolean mayBeInCode(Finding finding) {
    return IN_ITS_CODE.contains(finding.kind());
  }

  /** Whether only the running application can tell: by its class path and all its settings. */
  static boolean needsTheApplication(Finding finding) {
    return ON_ITS_CLASS_PATH.contains(finding.kind())
        || (finding.kind() == FindingKind.MISSING_SETTING
            && !OF_THE_BRIDGE.matcher(finding.problem()).matches());
  }
}
