/**
 * What the tests of all packages share.
 *
 * <ul>
 *   <li>{@link io.m2mbridge.testing.Bridge} is a bridge in this JVM. {@link
 *       io.m2mbridge.testing.SharedBridge} hands one to all test classes that need no settings of
 *       their own.
 *   <li>{@link io.m2mbridge.testing.BridgeLauncher} launches the bridge as a {@link
 *       io.m2mbridge.testing.BridgeProcess}: packaged, from source, or within another application.
 *       {@link io.m2mbridge.testing.CommandRun} runs a command in this JVM.
 *   <li>{@link io.m2mbridge.testing.M2m} is the stand-in for M2M: it sends webhooks, and its {@link
 *       io.m2mbridge.testing.M2mApi} records replies and answers them as a test says. A test that
 *       needs no sender uses the API alone, for example with the bridge of {@link
 *       io.m2mbridge.testing.DataRequests}.
 *   <li>{@link io.m2mbridge.testing.RecordingServer} stands in for a site's service over HTTP, and
 *       {@link io.m2mbridge.testing.Chat} for one that limits its calls. {@link
 *       io.m2mbridge.testing.Site} is a site's endpoint within Camel. {@link
 *       io.m2mbridge.testing.StuckServer} never answers.
 *   <li>{@link io.m2mbridge.testing.TestPostgres} gives each bridge a database of its own.
 * </ul>
 *
 * <p>The tag {@code verify} is for tests that start a bridge or a process of their own: {@code mvn
 * test} leaves them out. Test classes and methods run in random order, so no test may rely on what
 * another one left behind.
 */
package io.m2mbridge.testing;
