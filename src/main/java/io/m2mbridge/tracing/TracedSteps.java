package io.m2mbridge.tracing;

import io.m2mbridge.failure.FailedStep.Place;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Notes the step that an exchange is at, so that a span can name it. Camel notes it only while it
 * debugs.
 */
final class TracedSteps implements InterceptStrategy {
  private static final String PROPERTY = "m2mTracedStep";

  /** Returns the step that the exchange is at; null before the first one. */
  static @Nullable Place of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, Place.class);
  }

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode step, Processor target, Processor next) {
    Place place = new Place(ProcessorDefinitionHelper.getRouteId(step), step.getId());
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        exchange.setProperty(PROPERTY, place);
        return super.process(exchange, callback);
      }
    };
  }
}
