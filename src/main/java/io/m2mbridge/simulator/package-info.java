/**
 * M2M on this machine, for development only: its events, sent and signed as M2M does, and what is
 * wrong with a signature that doesn't match. No bridge that runs uses any of it.
 *
 * <ul>
 *   <li>{@link io.m2mbridge.simulator.EventTemplates}: each of M2M's five events, with all its
 *       fields; {@link io.m2mbridge.simulator.FreshEvent}: one with ids and times of its own.
 *   <li>{@link io.m2mbridge.simulator.SendCommand}, {@link io.m2mbridge.simulator.SignCommand},
 *       {@link io.m2mbridge.simulator.VerifyCommand}: the commands.
 *   <li>{@link io.m2mbridge.simulator.SignatureMistakes}: bytes, headers and secrets in, what is
 *       wrong out. {@link io.m2mbridge.simulator.SignatureMistake} lists all that it knows; the
 *       variants of body, secret and signed text are how each is made.
 * </ul>
 */
@NullMarked
package io.m2mbridge.simulator;

import org.jspecify.annotations.NullMarked;
