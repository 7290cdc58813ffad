package io.m2mbridge.console.screen;

import io.m2mbridge.inspect.Report;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of 60 minutes as a small picture, and in words for those who don't see it.
 *
 * @param title what is counted
 * @param words the sum and the maximum
 * @param path the picture, as the attribute {@code d} of a path of SVG, {@link #WIDTH} wide and
 *     {@link #HEIGHT} high
 */
public record Sparkline(String title, String words, String path) {
  /** The width of the picture, in units of SVG: three a minute. */
  public static final int WIDTH = 180;

  /** The height of the picture, in units of SVG. */
  public static final int HEIGHT = 32;

  private static final int STEP = 3;

  /** Reads a column of the table {@code minutes}. A number that is null isn't known. */
  static Sparkline of(String title, String column, Report report) {
    List<@Nullable Object> numbers =
        report.tables().getOrDefault("minutes", List.of()).stream()
            .<@Nullable Object>map(row -> row.get(column))
            .toList();
    List<Long> known =
        numbers.stream().filter(Objects::nonNull).map(n -> ((Number) n).longValue()).toList();
    long sum = known.stream().mapToLong(n -> n).sum();
    long most = known.stream().mapToLong(n -> n).max().orElse(0);
    String words = sum + " in " + known.size() + " minutes, " + most + " in a minute at most";
    return new Sparkline(title, words, path(numbers, Math.max(1, most)));
  }

  private static String path(List<@Nullable Object> numbers, long most) {
    StringBuilder path = new StringBuilder();
    for (int minute = 0; minute < numbers.size(); minute++) {
      if (numbers.get(minute) instanceof Number number && number.longValue() > 0) {
        long height = Math.max(1, Math.round((double) number.longValue() * HEIGHT / most));
        path.append('M').append(minute * STEP + 1).append(' ').append(HEIGHT);
        path.append("v-").append(height);
      }
    }
    return path.toString();
  }
}
