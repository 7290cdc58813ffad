package io.m2mbridge.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.check.rule.EditedSite;
import io.m2mbridge.check.source.RouteFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whether the tests of the routes notice the mistakes that {@code check} doesn't see: {@code mvn
 * verify -Pmutants}. With {@code -Dm2m.mutants.since=<commit>} only those in files of routes that
 * differ from that commit.
 *
 * <p>It runs the project's own tests, and no scenario made for this purpose, so that its result
 * says what they are worth. Each mutant gets bridges of its own, so that none is left of the one
 * before, and the checks of the start count too. The tests wait for most of their time: several
 * workers share the processors. A mutant costs some 5 seconds of CPU time.
 */
@Tag("verify")
@Tag("mutants")
@Timeout(value = 2, unit = TimeUnit.HOURS)
class MutantsIT {
  private static final Path FOLDER = Path.of("target/mutants");
  private static final int WORKERS = Integer.getInteger("m2m.mutants.workers", 6);

  private final List<RouteFile> files = new EditedSite().site().files();
  private final RouteTests tests = new RouteTests(files);
  private final MutantList found = new MutantList();

  private static Set<String> changedSince(String commit) throws Exception {
    Process git =
        new ProcessBuilder("git", "diff", "--name-only", commit, "--", "routes")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String changed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, git.waitFor(), "git diff");
    return changed
        .lines()
        .map(line -> line.replaceAll(".*/|\\.camel\\.yaml", ""))
        .collect(Collectors.toSet());
  }

  private List<Mutants.Mutant> mutants() throws Exception {
    String since = System.getProperty("m2m.mutants.since", "");
    List<Mutants.Mutant> all = Mutants.of(files);
    if (since.isEmpty()) {
      return all;
    }
    Set<String> changed = changedSince(since);
    return all.stream().filter(each -> changed.contains(each.route())).toList();
  }

  @Test
  void areKilledExceptThoseInTheList() throws Exception {
    List<Mutants.Mutant> mutants = mutants();
    List<Mutants.Mutant> unseen = mutants.stream().filter(each -> !each.isSeen()).toList();
    MutantList listed = MutantList.read();
    killAll(unseen, listed);

    Path report = Files.write(FOLDER.resolve("mutants.txt"), found.lines());
    System.out.printf(
        "%d mutants: check kills %d, a test kills %d, %d survive (%s)%n",
        mutants.size(),
        mutants.size() - unseen.size(),
        unseen.size() - found.survivors().size(),
        found.survivors().size(),
        report);
    if (!found.killers().isEmpty()) {
      assertFailForAMutantAlone();
    }
    Set<String> expected = new TreeSet<>(listed.survivors());
    expected.retainAll(unseen.stream().map(Mutants.Mutant::name).toList());
    assertEquals(
        String.join("\n", expected), String.join("\n", found.survivors()), "see " + report);
  }

  /** The tests that killed pass with the project's routes, also again in the same JVM. */
  private void assertFailForAMutantAlone() throws Exception {
    List<String> killers =
        List.of(
            found.killers().stream()
                .map(RouteTests.PACKAGE::concat)
                .collect(Collectors.joining(",")));
    try (Worker worker = new Worker(FOLDER.resolve("original"), files)) {
      for (int i = 0; i < 2; i++) {
        assertEquals(MutantWorker.SURVIVED, worker.killer(killers));
      }
    }
  }

  private void killAll(List<Mutants.Mutant> mutants, MutantList listed) throws Exception {
    Files.createDirectories(FOLDER);
    List<Mutants.Mutant> mixed = new ArrayList<>(mutants);
    // Those of one route take about as long as each other.
    Collections.shuffle(mixed, new Random(1));
    Queue<Mutants.Mutant> waiting = new ConcurrentLinkedQueue<>(mixed);
    ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    try {
      List<Callable<Void>> workers = new ArrayList<>();
      for (int i = 0; i < Math.min(WORKERS, mutants.size()); i++) {
        Path folder = FOLDER.resolve("worker-" + i);
        workers.add(() -> work(waiting, folder, listed));
      }
      for (Future<Void> worker : threads.invokeAll(workers)) {
        worker.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Void work(Queue<Mutants.Mutant> waiting, Path folder, MutantList listed)
      throws IOException {
    try (Worker worker = new Worker(folder, files)) {
      for (Mutants.Mutant next = waiting.poll(); next != null; next = waiting.poll()) {
        note(next.name(), worker.killer(next, tests(next, listed)), listed);
      }
    }
    return null;
  }

  /** The tests that may kill a mutant; first the one that did so last time. */
  private List<String> tests(Mutants.Mutant mutant, MutantList listed) {
    String killer = listed.killer(mutant.name());
    String route = mutant.name().replaceAll(".* |/.*", "");
    return Stream.concat(
            Stream.of(RouteTests.PACKAGE + killer).filter(test -> !killer.isEmpty()),
            tests.of(route).stream())
        .toList();
  }

  private synchronized void note(String mutant, String killer, MutantList listed)
      throws IOException {
    if (killer.equals(MutantWorker.SURVIVED)) {
      found.survive(mutant, listed);
    } else {
      found.kill(mutant, killer);
    }
    Files.write(FOLDER.resolve("mutants.txt"), found.lines());
  }
}
