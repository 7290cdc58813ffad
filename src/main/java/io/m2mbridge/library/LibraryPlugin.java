package io.m2mbridge.library;

import io.m2mbridge.outbound.HeaderEncoding;
import io.m2mbridge.settings.OlderClassNames;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * The plugin that adds the routes to another Camel application. Camel finds it on the class path.
 * With {@code m2m.routes.enabled = true}, the {@link Library} adds the routes to the context, after
 * the application's own beans and routes and before anything starts. In any case, the plugin
 * encodes the bridge's headers in HTTP calls, because the kamelets set them too, and resolves
 * {@link OlderClassNames}.
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

    @Override
    public void onContextStarted(CamelContext context) {
      new Library(context).warnOfRoutes();
    }
  }
}
