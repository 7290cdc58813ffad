package io.m2mbridge.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A JVM that runs tests against the routes in its working directory. Each line that it reads names
 * tests, divided by tabs. A test is a class or a {@code Class#method}; those with a comma between
 * them run together. It answers the test that failed, or {@link #SURVIVED}.
 *
 * <p>The shared bridge lives as long as a session of the launcher, so that each mutant has one of
 * its own. In a warm JVM its start takes about a second; PostgreSQL starts once.
 */
final class MutantWorker {
  /** The answer when no test failed. */
  static final String SURVIVED = "-";

  private static final AtomicReference<TestIdentifier> FAILED = new AtomicReference<>();

  private MutantWorker() {}

  /** Whether a test has failed with the mutant that is tested now. */
  static boolean hasFailed() {
    return FAILED.get() != null;
  }

  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    try (BufferedReader tasks =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String task = tasks.readLine(); task != null; task = tasks.readLine()) {
        answers.println(killer(List.of(task.split("\t"))));
      }
    }
    // A thread that a mutant keeps busy must not hold the JVM.
    System.exit(0);
  }

  /** Runs tests in their order until one fails twice. */
  private static String killer(List<String> tests) {
    for (String test : tests) {
      TestIdentifier failed =
          run(Arrays.stream(test.split(",")).map(MutantWorker::selector).toList());
      // Again, with a new bridge: a test that failed because the machine is busy kills nothing.
      if (failed != null && run(List.of(selectUniqueId(failed.getUniqueId()))) != null) {
        return name(failed);
      }
    }
    return SURVIVED;
  }

  private static DiscoverySelector selector(String test) {
    String[] names = test.split("#");
    try {
      Class<?> type = Class.forName(names[0]);
      return names.length == 1
          ? selectClass(type)
          : Arrays.stream(type.getDeclaredMethods())
              .filter(method -> method.getName().equals(names[1]))
              .map(method -> (DiscoverySelector) selectMethod(type, method))
              .findFirst()
              .orElseGet(() -> selectClass(type));
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("the list names a test that isn't there: " + test, e);
    }
  }

  private static TestIdentifier run(List<? extends DiscoverySelector> tests) {
    FAILED.set(null);
    try (LauncherSession session = LauncherFactory.openSession()) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(tests)
                  .filters(TagFilter.excludeTags("alone", "brokers"))
                  .configurationParameter("junit.jupiter.execution.timeout.default", "60 s")
                  .build(),
              new TestExecutionListener() {
                @Override
                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                  if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    FAILED.compareAndSet(null, test);
                    result.getThrowable().ifPresent(Throwable::printStackTrace);
                  }
                }
              });
    }
    TestIdentifier failed = FAILED.get();
    FAILED.set(null);
    return failed;
  }

  private static String name(TestIdentifier failed) {
    return failed
        .getSource()
        .map(
            source ->
                source instanceof MethodSource method
                    ? method.getClassName() + "#" + method.getMethodName()
                    : ((ClassSource) source).getClassName())
        .orElse(failed.getDisplayName())
        .replace(RouteTests.PACKAGE, "");
  }
}
