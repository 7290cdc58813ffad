package io.m2mbridge.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connection of a sender that is too slow. Each {@link Phase} of a connection has a time
 * limit, which a sender that sends one byte at a time can't extend. All methods run on the
 * connection's event loop.
 */
final class SenderClock {
  /** What the bridge waits for on a connection. A limit begins with its phase. */
  private enum Phase {
    /** The rest of a request's headers; a new connection begins here. */
    HEADERS,
    /** The rest of a request's body. */
    BODY,
    /** The bridge's own answer: the sender has no time limit. */
    ANSWERING,
    /** The next request. */
    IDLE
  }

  /** Vert.x's name for the handler that decodes requests from bytes. */
  static final String DECODER = "httpDecoder";

  static final Limits LIMITS =
      new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30));

  /** How often the limit is checked; this is cheaper than a timer for each request. */
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);

  private final ChannelHandlerContext http;
  private final Limits limits;
  private final BodyMemory memory;
  private final ListenerMetrics metrics;

  /**
   * What the sender sends now: {@code HEADERS}, {@code BODY}, or nothing, which is {@code IDLE}.
   */
  private Phase receiving = Phase.HEADERS;

  /** How many requests of this connection are not answered yet. */
  private int unanswered;

  /** How many bytes of bodies are kept for requests that are not answered yet. */
  private long kept;

  /** When the phase began, as {@code nanoTime}. */
  private long since;

  /** The time limit of the phase; null where it has none. */
  private @Nullable Duration limit;

  private @Nullable ScheduledFuture<?> checks;

  private SenderClock(
      ChannelHandlerContext http, Limits limits, BodyMemory memory, ListenerMetrics metrics) {
    this.metrics = metrics;
    this.http = http;
    this.limits = limits;
    this.memory = memory;
    beginPhase();
  }

  /** The time limits of {@link Phase}. */
  record Limits(Duration headers, Duration body, Duration idle) {}

  /**
   * Watches a connection from now on.
   *
   * @param http Vert.x's handler of requests in the connection's pipeline
   */
  static void watch(
      ChannelHandlerContext http, Limits limits, BodyMemory memory, ListenerMetrics metrics) {
    SenderClock clock = new SenderClock(http, limits, memory, metrics);
    http.pipeline().addBefore(DECODER, "sender-bytes", clock.new Bytes());
    http.pipeline().addBefore(http.name(), "sender-messages", clock.new Messages());
    clock.checks =
        http.executor()
            .scheduleWithFixedDelay(
                clock::check,
                CHECK_INTERVAL.toMillis(),
                CHECK_INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private Phase phase() {
    return unanswered > 0 && receiving != Phase.BODY ? Phase.ANSWERING : receiving;
  }

  private void beginPhase() {
    since = System.nanoTime();
    limit =
        switch (phase()) {
          case HEADERS -> limits.headers();
          case BODY -> limits.body();
          case ANSWERING -> null;
          case IDLE -> limits.idle();
        };
  }

  private void check() {
    if (limit != null && System.nanoTime() - since > limit.toNanos()) {
      // A connection that waits for its next request has had all its answers.
      metrics.closed(phase() == Phase.IDLE ? "idle" : "slow");
      http.close();
    }
  }

  private void bytesArrived() {
    if (receiving == Phase.IDLE) {
      receiving = Phase.HEADERS;
      beginPhase();
    }
  }

  private void headersEnded() {
    receiving = Phase.BODY;
    unanswered++;
    if (http.channel().isWritable()) {
      beginPhase();
    } else {
      // The sender sends more requests but reads no answers, which would pile up in memory.
      metrics.closed("answers-unread");
      http.close();
    }
  }

  /** Returns false where the memory for bodies is full. */
  private boolean keep(int bytes) {
    kept += bytes;
    return memory.keep(bytes, kept);
  }

  private void freeMemory() {
    memory.free(kept);
    kept = 0;
  }

  private void bodyEnded() {
    receiving = Phase.IDLE;
    beginPhase();
  }

  private void answered() {
    unanswered--;
    if (receiving != Phase.BODY) {
      beginPhase();
    }
    if (unanswered == 0) {
      freeMemory();
    }
  }

  private final class Bytes extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      bytesArrived();
      context.fireChannelRead(bytes);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      if (checks != null) {
        checks.cancel(false);
      }
      freeMemory();
    }
  }

  private final class Messages extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        if (isOfUnknownVersion(request) || isOfUnknownCoding(request)) {
          // Vert.x would answer an unknown version with 501, but M2M must see no 5xx except 503.
          // With an unknown transfer coding, Vert.x can't tell where the body ends.
          ReferenceCountUtil.release(message);
          metrics.closed("unknown-protocol");
          context.close();
          return;
        }
        headersEnded();
      }
      if (message instanceof HttpContent content && !keep(content.content().readableBytes())) {
        ReferenceCountUtil.release(message);
        ConnectionLimit.refuse(context.pipeline(), metrics);
        return;
      }
      if (message instanceof LastHttpContent) {
        bodyEnded();
      }
      context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      context.write(message, promise);
      if (message instanceof HttpResponse response && !isInterim(message)) {
        metrics.answered(response.status().code());
      }
      if (message instanceof LastHttpContent && !isInterim(message)) {
        answered();
      }
    }

    /**
     * Vert.x knows these two objects alone: of a name in small letters, Netty makes another one.
     */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isOfUnknownVersion(HttpRequest request) {
      HttpVersion version = request.protocolVersion();
      return request.decoderResult().isSuccess()
          && version != HttpVersion.HTTP_1_1
          && version != HttpVersion.HTTP_1_0;
    }

    /** With any coding other than chunked, the end of the request is unclear (RFC 9112, 6.3). */
    private static boolean isOfUnknownCoding(HttpRequest request) {
      List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
      return !codings.isEmpty()
          && !(codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked"));
    }

    private static boolean isInterim(Object message) {
      return message instanceof HttpResponse response
          && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
  }
}
