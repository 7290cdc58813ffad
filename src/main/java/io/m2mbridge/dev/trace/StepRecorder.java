package io.m2mbridge.dev.trace;

import io.m2mbridge.check.source.Call;
import io.m2mbridge.failure.FailureDescription;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Records each step that runs. Camel's own backlog tracer keeps values as text without the fields
 * that they are of, and so could not mask them.
 */
final class StepRecorder implements InterceptStrategy {
  private static final String DEPTH = "m2mTraceDepth";
  private static final String SNAPSHOT = "m2mTraceSnapshot";
  private static final String STEP = "m2mTraceStep";

  private final Masking masking;
  private final List<TracedStep> steps = Collections.synchronizedList(new ArrayList<>());
  private final Set<Throwable> failures =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  StepRecorder(Masking masking) {
    this.masking = masking;
  }

  /** The steps, in the order in which they began. */
  List<TracedStep> steps() {
    synchronized (steps) {
      return List.copyOf(steps);
    }
  }

  /** Notes at the step that runs that its call isn't made. */
  void notCalled(Exchange exchange, String component) {
    TracedStep step = exchange.getProperty(STEP, TracedStep.class);
    if (step != null) {
      step.notCalled(component);
    }
  }

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode step, Processor target, Processor next) {
    return new Recorded(target, step, kind(context, step));
  }

  /** The name of the step, and the component of its endpoint. */
  private static String kind(CamelContext context, NamedNode step) {
    if (step instanceof SendDefinition<?> send && send.getEndpointUri() != null) {
      String uri = context.resolvePropertyPlaceholders(send.getEndpointUri());
      return step.getShortName() + " " + Call.of(uri).scheme();
    }
    return step.getShortName();
  }

  private final class Recorded extends DelegateAsyncProcessor {
    private final NamedNode node;
    private final String kind;

    Recorded(Processor target, NamedNode node, String kind) {
      super(target);
      this.node = node;
      this.kind = kind;
    }

    private TracedStep step(String what, int depth) {
      return new TracedStep(ProcessorDefinitionHelper.getRouteId(node), node.getId(), what, depth);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      int depth = exchange.getProperty(DEPTH, 0, Integer.class);
      TracedStep step = step(kind, depth);
      steps.add(step);
      exchange.setProperty(DEPTH, depth + 1);
      exchange.setProperty(STEP, step);
      exchange.setProperty(SNAPSHOT, Snapshot.of(exchange, masking));
      long start = System.nanoTime();
      return super.process(
          exchange,
          doneSync -> {
            ended(exchange, step, System.nanoTime() - start);
            callback.done(doneSync);
          });
    }

    private void ended(Exchange exchange, TracedStep step, long nanos) {
      // The steps in this one have left theirs, so that what remains is of this step itself.
      Snapshot before = exchange.getProperty(SNAPSHOT, Snapshot.class);
      Snapshot after = Snapshot.of(exchange, masking);
      List<TracedStep.Change> changes = before.changesTo(after);
      if (steps.get(steps.size() - 1) == step) {
        step.changes().addAll(changes);
      } else if (!changes.isEmpty()) {
        TracedStep end = step("end of " + kind, step.depth());
        end.changes().addAll(changes);
        end.ended(nanos);
        steps.add(end);
      }
      step.ended(nanos);
      Throwable failure = exchange.getException();
      if (failure != null && isFirst(failure)) {
        step.failed(FailureDescription.of(failure));
      }
      exchange.setProperty(SNAPSHOT, after);
      exchange.setProperty(DEPTH, step.depth());
    }
  }

  private boolean isFirst(Throwable failure) {
    boolean isFirst = true;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      isFirst &= failures.add(cause);
    }
    return isFirst;
  }
}
