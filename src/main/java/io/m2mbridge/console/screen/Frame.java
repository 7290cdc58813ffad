package io.m2mbridge.console.screen;

import io.m2mbridge.console.access.Viewer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds each page.
 *
 * @param title the title of the page
 * @param current the path of the screen, as in {@link Screens.Entry}
 * @param navigation all screens, in order
 * @param viewer who is logged in; null on the login page
 * @param assets where scripts and styles are, such as {@code /console/static/3f2a}; without a slash
 *     at its end
 */
public record Frame(
    String title,
    String current,
    List<Screens.Entry> navigation,
    @Nullable Viewer viewer,
    String assets) {}
