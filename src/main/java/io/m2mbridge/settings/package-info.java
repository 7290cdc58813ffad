/**
 * Reads the settings {@code m2m.*}. It imports no other package of the bridge.
 *
 * <p>Begin with {@link io.m2mbridge.settings.Settings}. Checks are in the package {@code check}. A
 * moved class that YAML may name belongs in {@link io.m2mbridge.settings.OlderClassNames}.
 */
@NullMarked
package io.m2mbridge.settings;

import org.jspecify.annotations.NullMarked;
