package io.m2mbridge.dispatch;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/**
 * The effects of one event, which {@link SharedTransactions} writes together with those of others.
 * The thread that writes runs the steps, while the event's own thread waits.
 */
final class SharedEffects {
  private final Exchange exchange;
  private final Processor steps;
  private final String rows;
  private final long deliveryId;
  private final UUID leaseToken;
  private final CompletableFuture<Boolean> turn = new CompletableFuture<>();
  private @Nullable Instant effectsAt;
  private @Nullable Throwable failure;

  /**
   * @param rows sorts the effects of several events; those on the same rows have the same value
   */
  SharedEffects(Exchange exchange, Processor steps, String rows) {
    this.exchange = exchange;
    this.steps = steps;
    this.rows = rows;
    // Once, before others share the transaction: a missing or changed variable must not reach them.
    deliveryId = exchange.getVariable("deliveryId", Long.class);
    leaseToken = UUID.fromString(exchange.getVariable("leaseToken", String.class));
  }

  String rows() {
    return rows;
  }

  long deliveryId() {
    return deliveryId;
  }

  UUID leaseToken() {
    return leaseToken;
  }

  /** Runs the steps; throws what they failed with. */
  void run() {
    try {
      steps.process(exchange);
    } catch (Throwable e) {
      exchange.setException(e);
    }
    Exception failure = exchange.getException();
    if (failure != null) {
      throw RuntimeCamelException.wrapRuntimeException(failure);
    }
    if (exchange.isRollbackOnly() || ExchangeHelper.isFailureHandled(exchange)) {
      throw new RuntimeCamelException("rolled back by the route");
    }
  }

  /** Runs something during which other events may run in place of this one. */
  void waitWithoutPlace(Runnable wait) {
    Place.without(exchange, wait);
  }

  /**
   * Waits until another thread has written these effects, or leaves the writing to this one. It
   * can't be interrupted, because the other thread uses the exchange.
   *
   * @return true where this thread must write
   */
  boolean awaitTurn() {
    return turn.join();
  }

  void giveTurn() {
    turn.complete(true);
  }

  /**
   * Ends the wait.
   *
   * @param effectsAt null where nothing is committed
   * @param failure of the commit, whose outcome isn't known; null where there is none
   */
  void end(@Nullable Instant effectsAt, @Nullable Throwable failure) {
    this.effectsAt = effectsAt;
    this.failure = failure;
    turn.complete(false);
  }

  /**
   * Returns {@code effects_at}; empty where nothing was written. The exchange is then as it was
   * before its steps, so that they can run again.
   *
   * @throws RuntimeException where the outcome of the commit isn't known
   */
  Optional<Instant> result() {
    if (failure != null) {
      throw RuntimeCamelException.wrapRuntimeException(failure);
    }
    if (effectsAt == null) {
      forgetFailure();
    }
    return Optional.ofNullable(effectsAt);
  }

  /** Of any of these marks, Camel would skip steps of the next run, or count it as failed. */
  private void forgetFailure() {
    exchange.setException(null);
    exchange.setRollbackOnly(false);
    exchange.setRouteStop(false);
    exchange.getExchangeExtension().setFailureHandled(false);
    exchange.getExchangeExtension().setErrorHandlerHandled(null);
    exchange.getExchangeExtension().setRedeliveryExhausted(false);
  }
}
