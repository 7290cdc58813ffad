/**
 * What is checked before anything runs: the settings, the ports, the secrets and the routes. Each
 * check returns sentences that say what is wrong, where, and what to set. A new check belongs here.
 */
@NullMarked
package io.m2mbridge.check;

import org.jspecify.annotations.NullMarked;
