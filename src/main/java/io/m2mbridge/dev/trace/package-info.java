/**
 * Runs one event through the routes of this folder and shows each step, for {@code send --last} and
 * {@code send --trace}. Nothing of it stays in the database, and nothing leaves this machine.
 *
 * <ul>
 *   <li>{@link io.m2mbridge.dev.trace.EventRun} is the entry point.
 *   <li>{@link io.m2mbridge.jdbc.RolledBackDatabase} is what the routes write to, {@link
 *       io.m2mbridge.dev.trace.NoOutsideCalls} what they call.
 *   <li>{@link io.m2mbridge.dev.trace.StepRecorder} records the steps, {@link
 *       io.m2mbridge.dev.trace.Masking} masks personal values, and {@link
 *       io.m2mbridge.dev.trace.TraceText} prints.
 * </ul>
 */
@NullMarked
package io.m2mbridge.dev.trace;

import org.jspecify.annotations.NullMarked;
