package io.m2mbridge.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.m2mbridge.console.access.Viewer;
import io.m2mbridge.console.screen.Frame;
import io.m2mbridge.console.screen.Screens;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders templates, which the build has compiled. They escape every value for its place. */
final class Pages {
  /** The package that the build compiles the templates into. */
  private static final String PACKAGE = "io.m2mbridge.console.template";

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), PACKAGE);

  private final List<Screens.Entry> screens;
  private final String assets;

  Pages(List<Screens.Entry> screens, String assets) {
    this.screens = screens;
    this.assets = assets;
  }

  /**
   * Renders a page.
   *
   * @param current the path of the screen, for the navigation; empty for none
   * @param viewer null before the login
   */
  String render(
      String template, String title, String current, @Nullable Viewer viewer, Object model) {
    List<Screens.Entry> navigation = viewer == null ? List.of() : screens;
    Frame frame = new Frame(title, current, navigation, viewer, assets);
    StringOutput html = new StringOutput();
    engine.render(template, Map.of("frame", frame, "model", model), html);
    return html.toString();
  }
}
