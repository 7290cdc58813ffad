/**
 * Simulates M2M on this machine, for development only. It isn't in the production jar.
 *
 * <ul>
 *   <li>{@link io.m2mbridge.simulator.Simulator} is the entry point. {@link
 *       io.m2mbridge.simulator.Platform} is M2M's state, {@link io.m2mbridge.simulator.ApiServer}
 *       its API, {@link io.m2mbridge.simulator.Webhooks} sends, and each {@link
 *       io.m2mbridge.simulator.User} follows a {@link io.m2mbridge.simulator.Journey}. All of them
 *       run on one thread.
 *   <li>{@link io.m2mbridge.simulator.Faults} are the options for faults, {@link
 *       io.m2mbridge.simulator.Stances} those for M2M's open questions. {@link
 *       io.m2mbridge.simulator.Payloads}, {@link io.m2mbridge.simulator.WebhookFaults} and {@link
 *       io.m2mbridge.simulator.ApiFaults} apply them.
 *   <li>{@link io.m2mbridge.simulator.Verdict}: the result. {@link io.m2mbridge.simulator.Report}
 *       counts, {@link io.m2mbridge.simulator.Findings} checks the receiver's answers, {@link
 *       io.m2mbridge.simulator.Comparison} a bridge's tables, {@link
 *       io.m2mbridge.simulator.StateComparison} another receiver's state.
 *   <li>{@link io.m2mbridge.simulator.EventTemplates}: the templates of M2M's five events.
 *   <li>The commands: {@link io.m2mbridge.simulator.SimulateCommand}, {@link
 *       io.m2mbridge.simulator.SendCommand}; and the dev profile's demo, {@link
 *       io.m2mbridge.simulator.SimulatorDemo}.
 * </ul>
 */
@NullMarked
package io.m2mbridge.simulator;

import org.jspecify.annotations.NullMarked;
