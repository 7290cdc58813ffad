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
 * Closes the connection of a sender that takes too long, however it drips: over the headers, the
 * body, or from an answer to the next request. While the bridge owes it an answer it has all the
 * time. Runs on the connection's event loop alone.
 */
final class SenderClock {
  /** What Vert.x calls the handler that makes requests of bytes. */
  static final String DECODER = "httpDecoder";

  static final Limits LIMITS =
      new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30));

  /** How often it looks; cheaper than a timer for each request. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private final ChannelHandlerContext http;
  private final Limits limits;
  private final BodyMemory memory;
  private boolean inHeaders = true;
  private boolean inBody;
  private int unanswered;

  /** Bytes of bodies that are kept for requests without an answer. */
  private long kept;

  /** From when, and for how long; null where it has all the time. */
  private long since;

  private @Nullable Duration limit;
  private @Nullable ScheduledFuture<?> looks;

  private SenderClock(ChannelHandlerContext http, Limits limits, BodyMemory memory) {
    this.http = http;
    this.limits = limits;
    this.memory = memory;
    allow(limits.headers());
  }

  /** What a sender may take for each; idle is from an answer to the next request. */
  record Limits(Duration headers, Duration body, Duration idle) {}

  /**
   * Watches a connection from now on.
   *
   * @param http Vert.x's handler of requests in the connection's pipeline
   */
  static void watch(ChannelHandlerContext http, Limits limits, BodyMemory memory) {
    SenderClock clock = new SenderClock(http, limits, memory);
    http.pipeline().addBefore(DECODER, "sender-bytes", clock.new Bytes());
    http.pipeline().addBefore(http.name(), "sender-messages", clock.new Messages());
    clock.looks =
        http.executor()
            .scheduleWithFixedDelay(
                clock::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void allow(@Nullable Duration time) {
    since = System.nanoTime();
    limit = time;
  }

  private void look() {
    if (limit != null && System.nanoTime() - since > limit.toNanos()) {
      http.close();
    }
  }

  private void headersBegin() {
    if (!inHeaders && !inBody) {
      inHeaders = true;
      allowRest();
    }
  }

  private void headersEnd() {
    inHeaders = false;
    inBody = true;
    unanswered++;
    if (http.channel().isWritable()) {
      allowRest();
    } else {
      // It asks on and on, and reads no answer: they would pile up here.
      http.close();
    }
  }

  /** Whether there is room for more of the body. */
  private boolean keep(int bytes) {
    kept += bytes;
    return memory.keep(bytes, kept);
  }

  private void forget() {
    memory.free(kept);
    kept = 0;
  }

  private void bodyEnds() {
    inBody = false;
    allowRest();
  }

  private void answered() {
    unanswered--;
    if (!inBody) {
      allowRest();
    }
    if (unanswered == 0) {
      forget();
    }
  }

  private void allowRest() {
    if (inBody) {
      allow(limits.body());
    } else if (unanswered > 0) {
      allow(null);
    } else {
      allow(inHeaders ? limits.headers() : limits.idle());
    }
  }

  private final class Bytes extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      headersBegin();
      context.fireChannelRead(bytes);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      if (looks != null) {
        looks.cancel(false);
      }
      forget();
    }
  }

  private final class Messages extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        if (isOfUnknownVersion(request) || isOfUnknownCoding(request)) {
          // Vert.x would say 501 to the one, and M2M is told no 5xx but 503; it can't tell where
          // the body of the other ends.
          ReferenceCountUtil.release(message);
          context.close();
          return;
        }
        headersEnd();
      }
      if (message instanceof HttpContent content && !keep(content.content().readableBytes())) {
        ReferenceCountUtil.release(message);
        Connections.refuse(context.pipeline());
        return;
      }
      if (message instanceof LastHttpContent) {
        bodyEnds();
      }
      context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      context.write(message, promise);
      if (message instanceof LastHttpContent && !isInterim(message)) {
        answered();
      }
    }

    private static boolean isOfUnknownVersion(HttpRequest request) {
      HttpVersion version = request.protocolVersion();
      return request.decoderResult().isSuccess()
          && !version.equals(HttpVersion.HTTP_1_1)
          && !version.equals(HttpVersion.HTTP_1_0);
    }

    /** RFC 9112, 6.3: but for chunks alone it isn't clear what belongs to the request. */
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
