/**
 * The console's screens: each reads its rows, and names the template that shows them. Begin with
 * {@link io.m2mbridge.console.screen.Screens}.
 */
@NullMarked
package io.m2mbridge.console.screen;

import org.jspecify.annotations.NullMarked;
