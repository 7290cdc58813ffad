package io.m2mbridge.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.OutputStreamAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.filter.StringMatchFilter;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A queue before an appender that is stuck in its first line, as a full pipe is. */
@Timeout(30)
class LogQueueTest {
  private static final int TOO_MANY = 50;

  private final CountDownLatch stuck = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<String> written = new CopyOnWriteArrayList<>();
  private final LongAdder dropped = new LongAdder();
  private LogQueue queue;

  @BeforeEach
  void start() throws InterruptedException {
    AbstractAppender pipe =
        new AbstractAppender("pipe", null, null, false, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            stuck.countDown();
            try {
              released.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            String line = event.getMessage().getFormattedMessage();
            if (line.equals("not to be written")) {
              throw new IllegalStateException("broken pipe");
            }
            written.add(event.getLevel() + " " + line);
          }
        };
    pipe.start();
    queue = new LogQueue(pipe, dropped);
    queue.start();
    log(new SimpleMessage("first"));
    assertTrue(stuck.await(10, TimeUnit.SECONDS));
  }

  @AfterEach
  void release() {
    released.countDown();
    queue.end();
  }

  private void log(Message message) {
    queue.append(line(message));
  }

  private static LogEvent line(Message message) {
    return Log4jLogEvent.newBuilder()
        .setLoggerName("m2m.webhook")
        .setLoggerFqcn(LogQueueTest.class.getName())
        .setIncludeLocation(true)
        .setLevel(Level.INFO)
        .setMessage(message)
        .build();
  }

  private List<String> writtenAtTheEnd() throws InterruptedException {
    released.countDown();
    queue.end();
    queue.awaitEnd();
    return written;
  }

  @Test
  void dropsWhatDoesNotFitAndSaysOnceHowMuch() throws InterruptedException {
    int all = LogQueue.CAPACITY + TOO_MANY;
    IntStream.range(0, all).forEach(i -> log(new SimpleMessage("line " + i)));

    assertEquals(TOO_MANY, dropped.sum());
    List<String> lines = writtenAtTheEnd();
    assertEquals(LogQueue.CAPACITY + 2, lines.size());
    assertEquals("INFO line " + (LogQueue.CAPACITY - 1), lines.get(lines.size() - 2));
    assertEquals(
        "WARN 50 lines were dropped, because the log was not read as fast as it was written",
        lines.get(lines.size() - 1));
  }

  @Test
  void writesInOrderWhatTheParametersWere() throws InterruptedException {
    StringBuilder state = new StringBuilder("pending");
    log(new ParameterizedMessage("event is {}", state));
    state.append(" no more");
    log(new ParameterizedMessage("event is {}", state));

    assertEquals(
        List.of("INFO first", "INFO event is pending", "INFO event is pending no more"),
        writtenAtTheEnd());
    assertEquals(0, dropped.sum());
  }

  /** The filter drops the last line of a batch, so the appender itself doesn't flush after it. */
  @Test
  void flushesAnAppenderWithABufferAndAFilter() throws InterruptedException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    OutputStreamAppender buffered =
        OutputStreamAppender.newBuilder()
            .setName("file")
            .setTarget(file)
            .setBufferedIo(true)
            .setImmediateFlush(false)
            .setLayout(PatternLayout.newBuilder().withPattern("%m%n").build())
            .setFilter(
                StringMatchFilter.newBuilder()
                    .setText("second")
                    .setOnMatch(Filter.Result.DENY)
                    .setOnMismatch(Filter.Result.NEUTRAL)
                    .build())
            .build();
    buffered.start();
    LogQueue before = new LogQueue(buffered, dropped);
    before.append(line(new SimpleMessage("first")));
    before.append(line(new SimpleMessage("second")));
    before.start();
    before.end();
    before.awaitEnd();

    assertEquals("first", file.toString(UTF_8).strip());
  }

  @ParameterizedTest
  @CsvSource({
    "%d %-5level %logger %MDC - %m%n, false",
    "%m at %-20.30C, true",
    "%replace{%l}{a}{b} %m, true",
  })
  void findsWhereALineWasLoggedOnlyForAPatternThatPrintsIt(String pattern, boolean isFound)
      throws InterruptedException {
    List<Boolean> found = new CopyOnWriteArrayList<>();
    PatternLayout layout = PatternLayout.newBuilder().withPattern(pattern).build();
    AbstractAppender file =
        new AbstractAppender("file", null, layout, false, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            found.add(event.getSource() != null);
          }
        };
    file.start();
    LogQueue before = new LogQueue(file, dropped);
    before.start();
    before.append(line(new SimpleMessage("once")));
    before.end();
    before.awaitEnd();

    assertEquals(List.of(isFound), found);
  }

  @Test
  void escapesWhatSteersATerminal() throws InterruptedException {
    log(new SimpleMessage("key=link.opened:\u001b[31mred\u202e"));

    assertEquals("INFO key=link.opened:\\u001B[31mred\\u202E", writtenAtTheEnd().get(1));
  }

  @Test
  void goesOnAfterALineThatCannotBeWritten() throws InterruptedException {
    log(new SimpleMessage("not to be written"));
    log(new SimpleMessage("next"));

    assertEquals("INFO next", writtenAtTheEnd().get(1));
    assertEquals(1, dropped.sum());
  }
}
