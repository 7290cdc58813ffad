package io.m2mbridge.check;

import io.m2mbridge.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds unknown names, values with quotes or a comment, and values that the locale can't decode.
 */
public final class MisreadSettings {
  private MisreadSettings() {}

  /** Returns one sentence on each mistake in the settings of a bridge that runs alone. */
  public static List<String> of(Settings settings) {
    return with(NamesCheck.mistakes(settings.context()), settings);
  }

  /** Like {@link #of}, for a bridge within another application. */
  public static List<String> within(Settings settings) {
    return with(NamesCheck.mistakesWithin(settings.context()), settings);
  }

  private static List<String> with(List<String> names, Settings settings) {
    List<String> mistakes = new ArrayList<>(names);
    mistakes.addAll(SettingTextCheck.undecoded(System.getenv(), SettingTextCheck.charset()));
    mistakes.addAll(SettingTextCheck.mistakes(settings::get));
    return mistakes;
  }
}
