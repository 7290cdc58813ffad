package io.m2mbridge.check.rule;

import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;

/** Finds the place of a part of a value. */
final class Places {
  /** A value in block style may have that many lines. */
  private static final int LINES = 60;

  private Places() {}

  /**
   * Returns the place of a part of a value: at the column where the part begins if the file shows
   * it as it is, else where the value begins.
   */
  static Place of(Site site, YamlNode value, String part) {
    Place place = value.place();
    RouteFile file =
        site.files().stream()
            .filter(each -> each.path().equals(place.file()))
            .findFirst()
            .orElse(null);
    if (file == null || part.isBlank()) {
      return place;
    }
    int from = Math.max(0, place.column() - 1);
    for (int line = place.line(); line < place.line() + LINES; line++) {
      int at = file.line(line).indexOf(part, from);
      if (at != -1) {
        return new Place(place.file(), line, at + 1);
      }
      if (value.text() == null || !value.text().contains("\n")) {
        return place;
      }
      from = 0;
    }
    return place;
  }
}
