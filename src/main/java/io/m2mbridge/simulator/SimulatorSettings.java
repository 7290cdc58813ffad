package io.m2mbridge.simulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the simulator runs.
 *
 * @param url the partner's webhook URL
 * @param secret signs webhooks
 * @param oldSecret signs first attempts where the secret changes between attempts
 * @param apiKey the only one that the API takes
 * @param host where the API listens
 * @param port 0 for any
 * @param apiUrl what {@code replyEndpoint} begins with, without a slash at its end; null for the
 *     API's host and port
 * @param speed by how much M2M's waits are shortened
 * @param seed of all that is drawn, ids aside
 * @param timeout of a webhook, in real time
 * @param patience of a user who waits for the partner's data, in real time
 * @param apiDelay of a slow answer, in real time
 * @param createLimit links a minute
 * @param otherLimit other calls a minute
 */
record SimulatorSettings(
    String url,
    String secret,
    String oldSecret,
    String apiKey,
    String host,
    int port,
    @Nullable String apiUrl,
    double speed,
    long seed,
    Duration timeout,
    Duration patience,
    Duration apiDelay,
    int createLimit,
    int otherLimit,
    Faults faults,
    Stances stances) {}
