/**
 * M2M on this machine, for development only: no bridge in the prod profile uses any of it.
 *
 * <ul>
 *   <li>{@link io.m2mbridge.simulator.Simulator} puts M2M together: the {@link
 *       io.m2mbridge.simulator.Platform} is what M2M knows, the {@link
 *       io.m2mbridge.simulator.ApiServer} its API, {@link io.m2mbridge.simulator.Webhooks} sends, a
 *       {@link io.m2mbridge.simulator.User} has a {@link io.m2mbridge.simulator.Journey}. All of
 *       that runs on one thread.
 *   <li>{@link io.m2mbridge.simulator.Faults} are what goes wrong, {@link
 *       io.m2mbridge.simulator.Stances} what M2M's pages leave open; {@link
 *       io.m2mbridge.simulator.Payloads}, {@link io.m2mbridge.simulator.Disturbance} and {@link
 *       io.m2mbridge.simulator.ApiFaults} are where they act.
 *   <li>{@link io.m2mbridge.simulator.Verdict}: what came of it. A {@link
 *       io.m2mbridge.simulator.Report} counts, {@link io.m2mbridge.simulator.Findings} are what the
 *       receiver's answers show; {@link io.m2mbridge.simulator.Comparison} is with a bridge's
 *       tables, {@link io.m2mbridge.simulator.StateComparison} with what another receiver tells.
 *   <li>{@link io.m2mbridge.simulator.EventTemplates}: M2M's five events with all their fields.
 *   <li>The commands: {@link io.m2mbridge.simulator.SimulateCommand}, {@link
 *       io.m2mbridge.simulator.SendCommand}, {@link io.m2mbridge.simulator.SignCommand}, {@link
 *       io.m2mbridge.simulator.VerifyCommand}; and the dev profile's {@link
 *       io.m2mbridge.simulator.Demo}.
 * </ul>
 */
@NullMarked
package io.m2mbridge.simulator;

import org.jspecify.annotations.NullMarked;
