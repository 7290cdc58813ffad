/**
 * Reads and checks the settings {@code m2m.*}. It imports no other package of the bridge.
 *
 * <p>Begin with {@link io.m2mbridge.settings.Settings}. A rule about a name belongs in {@link
 * io.m2mbridge.settings.UnknownSettings}, about a value's form in {@link
 * io.m2mbridge.settings.SettingTextCheck}, about several settings together in {@link
 * io.m2mbridge.settings.SettingCombinationsCheck}. A moved class that YAML may name belongs in
 * {@link io.m2mbridge.settings.OlderClassNames}.
 */
@NullMarked
package io.m2mbridge.settings;

import org.jspecify.annotations.NullMarked;
