package io.m2mbridge.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.AbstractOutputStreamAppender;
import org.apache.logging.log4j.core.config.AppenderControl;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.SimpleMessage;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue before an appender. A thread that logs never waits: the queue's own thread writes
 * the lines. If the queue is full, lines are dropped. Once there is room again, one line says how
 * many.
 */
final class LogQueue extends AbstractAppender {
  /** The capacity in lines. A full queue takes about 5 MB. */
  static final int CAPACITY = 8_192;

  private static final int MAX_BATCH = 250;

  /**
   * How long the queue's thread lets lines gather. Waking it for each line would cost the thread
   * that logs more than the line does.
   */
  private static final Duration PAUSE = Duration.ofMillis(5);

  /** The converters of a pattern that print where in the code a line was logged. */
  private static final Pattern LOCATION =
      Pattern.compile("%[-.\\d]*(?:[CFL]|M(?!DC)|l(?!evel|ogger)|class|file|method)");

  private static final LogEvent END = Log4jLogEvent.newBuilder().build();

  private final AppenderControl target;
  private final boolean needsLocation;
  private final LongAdder dropped;
  private final AtomicLong unreported = new AtomicLong();
  private final BlockingQueue<LogEvent> lines = new ArrayBlockingQueue<>(CAPACITY);
  private final Thread writer;
  private volatile boolean ending;

  /**
   * Creates a queue.
   *
   * @param target the appender that writes the lines
   * @param dropped counts the dropped lines
   */
  LogQueue(Appender target, LongAdder dropped) {
    super("queue of " + target.getName(), null, null, true, Property.EMPTY_ARRAY);
    // AppenderControl also applies the appender's own filter.
    this.target = new AppenderControl(target, null, null);
    needsLocation = !isWithoutLocation(target.getLayout());
    this.dropped = dropped;
    writer = new Thread(this::write, "log-" + target.getName());
    writer.setDaemon(true);
  }

  /** Log4j itself doesn't see a converter within another one, such as {@code %replace}. */
  private static boolean isWithoutLocation(@Nullable Layout<?> layout) {
    return layout instanceof PatternLayout pattern
        && !pattern.requiresLocation()
        && !LOCATION.matcher(pattern.toString()).find();
  }

  Appender target() {
    return target.getAppender();
  }

  @Override
  public void start() {
    super.start();
    writer.start();
  }

  @Override
  public void append(LogEvent event) {
    // Walking the stack for the location would take longer than anything else.
    LogEvent kept = Log4jLogEvent.createMemento(event, needsLocation).toImmutable();
    // Format now, because the parameters may change before the line is written.
    kept.getMessage().getFormattedMessage();
    if (!lines.offer(kept)) {
      drop();
    }
  }

  private void drop() {
    dropped.increment();
    unreported.incrementAndGet();
  }

  private void write() {
    List<LogEvent> batch = new ArrayList<>();
    int sinceDrop = 0;
    boolean isEnd = false;
    try {
      while (!isEnd) {
        batch.clear();
        batch.add(lines.take());
        lines.drainTo(batch, MAX_BATCH);
        isEnd = !write(batch);
        sinceDrop = unreported.get() == 0 ? 0 : sinceDrop + batch.size();
        boolean isEmpty = isEnd || lines.isEmpty();
        // By now, all lines before the first dropped one are written.
        if (sinceDrop > 0 && (isEmpty || sinceDrop > CAPACITY + MAX_BATCH)) {
          write(report(unreported.getAndSet(0)));
          sinceDrop = 0;
        }
        flush();
        isEnd |= ending && lines.isEmpty();
        if (isEmpty && !isEnd) {
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes lines up to {@link #END}. Returns false if it came. */
  private boolean write(List<LogEvent> batch) {
    for (LogEvent line : batch) {
      if (line == END) {
        return false;
      }
      write(line);
    }
    return true;
  }

  private void write(LogEvent line) {
    try {
      target.callAppender(printable(line));
    } catch (RuntimeException | Error e) {
      // The failure can't be logged. The next line tries again.
      drop();
    }
  }

  /** An appender with a buffer of its own may keep lines that it has taken. */
  private void flush() {
    try {
      if (target() instanceof AbstractOutputStreamAppender<?> buffered) {
        buffered.getManager().flush();
      }
    } catch (RuntimeException | Error e) {
      // The lines stay in the buffer for the next time.
      drop();
    }
  }

  private static LogEvent printable(LogEvent event) {
    String text = event.getMessage().getFormattedMessage();
    String printable = PrintableText.of(text);
    return printable.equals(text) ? event : with(event, new SimpleMessage(printable));
  }

  private static LogEvent with(LogEvent event, Message message) {
    return new Log4jLogEvent.Builder(event).setMessage(message).build();
  }

  private static LogEvent report(long count) {
    return Log4jLogEvent.newBuilder()
        .setLoggerName("m2m.log")
        .setLevel(Level.WARN)
        .setMessage(
            new SimpleMessage(
                count
                    + " lines were dropped, because the log was not read as fast as it was written"))
        .build();
  }

  /** Makes the writer end after the queued lines. It doesn't wait for that. */
  void end() {
    ending = true;
    // If the queue is full, the writer ends after the last line.
    lines.offer(END);
  }

  /** Waits until the queued lines are written. */
  void awaitEnd() throws InterruptedException {
    writer.join();
  }
}
