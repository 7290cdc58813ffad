/**
 * Sets up logging: no thread waits for a log line, no line contains a secret, and no line can
 * control a terminal.
 *
 * <p>{@link io.m2mbridge.log.LogQueues} has the queues, {@link io.m2mbridge.log.LogGuard} the
 * levels that libraries may use, {@link io.m2mbridge.log.PrintableText} the escaping. What a log
 * line says about an exception is decided in {@link io.m2mbridge.failure.FailureDescription}.
 */
@NullMarked
package io.m2mbridge.log;

import org.jspecify.annotations.NullMarked;
