package io.m2mbridge.signing.mistake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.signing.mistake.JsonText.Layout;
import io.m2mbridge.signing.mistake.JsonText.Style;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Generates the forms that a JSON body takes if a program parses it and writes it again. */
final class JsonVariants {
  private JsonVariants() {}

  /**
   * Returns the variants, those with the fewest mistakes first; an empty list if the text isn't
   * JSON.
   */
  static List<Variant> of(String text) {
    JsonText json = JsonText.parse(text);
    if (json == null) {
      return List.of();
    }
    boolean hasNewline = text.endsWith("\n");
    Layout layout = layout(json, text.strip());
    List<Variant> variants = new ArrayList<>();
    for (Style style : styles()) {
      List<SignatureMistake> mistakes = mistakes(style, layout);
      variants.add(variant(json, style, mistakes, hasNewline, ""));
      variants.add(variant(json, style, mistakes, hasNewline, "\n"));
    }
    variants.removeIf(variant -> variant.mistakes().isEmpty());
    variants.sort(Comparator.comparingInt(variant -> variant.mistakes().size()));
    return variants;
  }

  private static List<Style> styles() {
    List<Style> styles = new ArrayList<>();
    for (Layout layout : Layout.values()) {
      for (boolean isSorted : new boolean[] {false, true}) {
        for (JsonScalars.Texts texts : JsonScalars.Texts.values()) {
          for (JsonScalars.Numbers numbers : JsonScalars.Numbers.values()) {
            styles.add(new Style(layout, isSorted, texts, numbers));
          }
        }
      }
    }
    return styles;
  }

  /** Returns the layout of the body, or null if it has another one. */
  private static @Nullable Layout layout(JsonText json, String body) {
    for (Layout layout : Layout.values()) {
      Style style =
          new Style(layout, false, JsonScalars.Texts.AS_THEY_ARE, JsonScalars.Numbers.AS_THEY_ARE);
      if (json.write(style).equals(body)) {
        return layout;
      }
    }
    return null;
  }

  private static List<SignatureMistake> mistakes(Style style, @Nullable Layout layoutOfBody) {
    List<SignatureMistake> mistakes = new ArrayList<>();
    if (style.layout() != layoutOfBody) {
      mistakes.add(layoutMistake(style.layout()));
    }
    if (style.isSorted()) {
      mistakes.add(SignatureMistake.SORTED_KEYS);
    }
    mistakes.addAll(style.texts().mistakes());
    mistakes.addAll(style.numbers().mistakes());
    return mistakes;
  }

  private static SignatureMistake layoutMistake(Layout layout) {
    return switch (layout) {
      case COMPACT -> SignatureMistake.COMPACT_JSON;
      case SPACED -> SignatureMistake.SPACED_JSON;
      case INDENTED_BY_2 -> SignatureMistake.INDENTED_BY_2;
      case INDENTED_BY_4 -> SignatureMistake.INDENTED_BY_4;
    };
  }

  private static Variant variant(
      JsonText json, Style style, List<SignatureMistake> mistakes, boolean hasNewline, String end) {
    List<SignatureMistake> all = new ArrayList<>(mistakes);
    SignatureMistake newline = newline(hasNewline, !end.isEmpty());
    if (newline != null) {
      all.add(newline);
    }
    return new Variant(List.copyOf(all), () -> (json.write(style) + end).getBytes(UTF_8));
  }

  private static @Nullable SignatureMistake newline(boolean has, boolean gets) {
    if (has == gets) {
      return null;
    }
    return gets ? SignatureMistake.NEWLINE_ADDED : SignatureMistake.NEWLINE_REMOVED;
  }
}
