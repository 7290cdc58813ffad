/**
 * The test kit: a site tests its own routes and settings with it (docs/your-own-routes.md, "Test
 * it"). The bridge's own tests use it too.
 *
 * <p>Begin with {@link io.m2mbridge.testkit.BridgeTest}, which gives a test method a {@link
 * io.m2mbridge.testkit.Scenario}. {@link io.m2mbridge.testkit.Event} is an event of M2M's. {@link
 * io.m2mbridge.testkit.RecordingServer} stands in for a site's HTTP service, and {@link
 * io.m2mbridge.testkit.M2mApi} for M2M's API. {@link io.m2mbridge.testkit.Bridge} is the running
 * bridge, and {@link io.m2mbridge.testkit.Webhook} a signed request.
 *
 * <p>The package is in a jar of its own, not in the bridge's.
 */
@NullMarked
package io.m2mbridge.testkit;

import org.jspecify.annotations.NullMarked;
