/**
 * The settings {@code m2m.*}: where they come from, which exist, and which values they may have. It
 * imports no other package of the bridge.
 */
@NullMarked
package io.m2mbridge.settings;

import org.jspecify.annotations.NullMarked;
