/**
 * What the tests of all packages share.
 *
 * <ul>
 *   <li>The bridge in this JVM, the events, the stand-ins and PostgreSQL are those of the test kit,
 *       {@link io.m2mbridge.testkit}. {@link io.m2mbridge.testing.SharedBridge} hands one bridge to
 *       all test classes that need no settings of their own.
 *   <li>{@link io.m2mbridge.testing.BridgeLauncher} launches the bridge as a {@link
 *       io.m2mbridge.testing.BridgeProcess}: packaged, from source, or within another application.
 *       {@link io.m2mbridge.testing.CommandRun} runs a command in this JVM.
 *   <li>{@link io.m2mbridge.testing.M2m} sends webhooks as M2M does, again and again. {@link
 *       io.m2mbridge.testing.DataRequests} is a bridge with the API that it replies to.
 *   <li>{@link io.m2mbridge.testing.Chat} stands in for a service that limits its calls. {@link
 *       io.m2mbridge.testing.Site} is a site's endpoint within Camel. {@link
 *       io.m2mbridge.testing.StuckServer} never answers.
 * </ul>
 *
 * <p>The tag {@code verify} is for tests that start a bridge or a process of their own: {@code mvn
 * test} leaves them out. Test classes and methods run in random order, so no test may rely on what
 * another one left behind.
 */
package io.m2mbridge.testing;
