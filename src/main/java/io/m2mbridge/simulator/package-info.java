/**
 * M2M on this machine, for development only: its events, sent and signed as M2M does, and what is
 * wrong with a signature that doesn't match. Nothing here is used by a bridge that runs.
 *
 * <ul>
 *   <li>{@link io.m2mbridge.simulator.EventTemplates}: each of M2M's five events, with all its
 *       fields.
 * </ul>
 */
@NullMarked
package io.m2mbridge.simulator;

import org.jspecify.annotations.NullMarked;
