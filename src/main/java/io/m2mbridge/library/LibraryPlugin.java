package io.m2mbridge.library;

import io.m2mbridge.outbound.HeaderEncoding;
import io.m2mbridge.settings.OlderClassNames;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * How another Camel application gets the routes: Camel finds this on the class path, and with
 * {@code m2m.routes.enabled = true} the {@link Library} adds them to the context, after the
 * application's own beans and routes and before anything starts. In any case the bridge's own
 * headers are encoded where they go out over HTTP, as the kamelets set them too; and classes are
 * found by their {@link OlderClassNames}.
 */
public final class LibraryPlugin implements ContextServicePlugin {
  @Override
  public void load(CamelContext context) {
    OlderClassNames.install(context);
    context.getCamelContextExtension().registerEndpointCallback(HeaderEncoding.forEndpoints());
    context.addLifecycleStrategy(new AddRoutes());
  }

  private static final class AddRoutes extends LifecycleStrategySupport {
    @Override
    public void onContextInitializing(CamelContext context) {
      HttpHost.prepare(context);
      new Library(context).addRoutes();
    }
  }
}
