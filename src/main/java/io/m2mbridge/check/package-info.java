/**
 * Checks the settings, ports, secrets and routes before the bridge runs. Each check returns
 * sentences that say what is wrong, where, and what to set.
 *
 * <p>Begin with {@link io.m2mbridge.check.SettingValuesCheck} and {@link
 * io.m2mbridge.check.RoutesCheck}. A new check belongs here:
 *
 * <ul>
 *   <li>a wrong name: {@link io.m2mbridge.check.UnknownSettings}
 *   <li>quotes or comments in a value: {@link io.m2mbridge.check.SettingTextCheck}
 *   <li>the form of a value: {@link io.m2mbridge.check.SettingValuesCheck}
 *   <li>several settings together: {@link io.m2mbridge.check.SettingCombinationsCheck}
 * </ul>
 */
@NullMarked
package io.m2mbridge.check;

import org.jspecify.annotations.NullMarked;
