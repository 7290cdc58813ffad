/**
 * The bridge under fire: the packaged jar runs as processes of its own, on a real PostgreSQL that
 * keeps what it commits. They are killed, paused and cut off while a seeded random stream of
 * webhooks comes in. What is left in the tables is compared with a model of the events alone.
 *
 * <ul>
 *   <li>{@link io.m2mbridge.crash.Story} writes the stream from a seed, and {@link
 *       io.m2mbridge.crash.Model} what must be left of it;
 *   <li>{@link io.m2mbridge.testing.M2m} sends it as M2M does, until each webhook is answered 2xx,
 *       to the bridges themselves or through a {@link io.m2mbridge.crash.Balancer};
 *   <li>{@link io.m2mbridge.crash.Node} is one bridge, {@link io.m2mbridge.crash.StatementProxy}
 *       stands between it and its database, and kills it at a {@link io.m2mbridge.crash.KillPoint};
 *   <li>{@link io.m2mbridge.crash.Trial} holds all of them together, and {@link
 *       io.m2mbridge.crash.Verdict} compares.
 * </ul>
 *
 * <p>{@link io.m2mbridge.crash.KafkaFrontIT} and {@link io.m2mbridge.crash.BrokerKillIT} do the
 * same around brokers, by {@code mvn verify -Pbrokers}; {@link io.m2mbridge.crash.KafkaSpeedIT}
 * measures.
 *
 * <p>{@code -Dm2m.crash.seed=…} replays a seed; {@code -Dm2m.crash.rounds=…} sets how many there
 * are.
 */
package io.m2mbridge.crash;
