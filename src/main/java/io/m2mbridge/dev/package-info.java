/**
 * The dev profile: its embedded PostgreSQL, its welcome text, edits that are taken when they are
 * saved, and the interface of the demo.
 *
 * <p>Begin with {@link io.m2mbridge.dev.DevProfile}. The demo itself is in the simulator's jar.
 */
@NullMarked
package io.m2mbridge.dev;

import org.jspecify.annotations.NullMarked;
