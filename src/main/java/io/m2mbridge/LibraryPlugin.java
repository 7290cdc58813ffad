package io.m2mbridge;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * How another Camel application gets the routes: Camel finds this on the class path, and with
 * {@code m2m.routes.enabled = true} the {@link Library} adds them to the context, after the
 * application's own beans and routes and before anything starts.
 */
public final class LibraryPlugin implements ContextServicePlugin {
  @Override
  public void load(CamelContext context) {
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
