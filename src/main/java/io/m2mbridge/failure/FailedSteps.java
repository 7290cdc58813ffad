package io.m2mbridge.failure;

import io.m2mbridge.failure.FailedStep.Place;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Notes the step at which an exchange failed, so that the log and {@code last_error} can name it.
 * Camel's message history could name it too. But it allocates memory for each step of each
 * exchange, and it is lost where a route has no error handler. Here, a step that succeeds costs one
 * call.
 */
public final class FailedSteps implements InterceptStrategy {
  /** Adds this to a context whose routes are not built yet. */
  public static void watch(CamelContext context) {
    context.getCamelContextExtension().addInterceptStrategy(new FailedSteps());
  }

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode step, Processor target, Processor next) {
    return new Watched(target, new Place(ProcessorDefinitionHelper.getRouteId(step), step.getId()));
  }

  private static final class Watched extends DelegateAsyncProcessor {
    private final Place place;

    Watched(Processor target, Place place) {
      super(target);
      this.place = place;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      return super.process(
          exchange,
          doneSync -> {
            if (exchange.getException() != null) {
              FailedStep.note(exchange, place);
            }
            callback.done(doneSync);
          });
    }
  }
}
