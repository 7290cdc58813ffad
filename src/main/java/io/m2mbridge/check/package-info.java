/**
 * Checks the settings, ports, secrets and routes before the bridge runs. Each check returns
 * sentences that say what is wrong, where, and what to set.
 *
 * <p>Begin with {@link io.m2mbridge.check.SettingValuesCheck} and {@link
 * io.m2mbridge.check.RoutesCheck}. A new check belongs here.
 */
@NullMarked
package io.m2mbridge.check;

import org.jspecify.annotations.NullMarked;
