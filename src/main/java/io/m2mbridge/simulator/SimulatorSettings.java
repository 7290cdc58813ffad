package io.m2mbridge.simulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the simulator.
 *
 * @param url the partner's webhook URL
 * @param secret the secret that signs webhooks
 * @param oldSecret the secret that signs first attempts if the secret changes between attempts
 * @param apiKey the only key that the API accepts
 * @param host the address on which the API listens
 * @param port the API's port; 0 for any free port
 * @param apiUrl the origin in {@code replyEndpoint}, without a slash at its end; null for the API's
 *     host and port
 * @param speed the factor by which M2M's waits are shortened
 * @param seed the seed of all random choices except ids
 * @param timeout the timeout of a webhook, in real time
 * @param userTimeout how long a user waits for the partner's data, in real time
 * @param apiDelay the delay of a slow answer, in real time
 * @param createLimit the maximum of created links in a minute
 * @param otherLimit the maximum of other calls in a minute
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
    Duration userTimeout,
    Duration apiDelay,
    int createLimit,
    int otherLimit,
    Faults faults,
    Stances stances) {}
