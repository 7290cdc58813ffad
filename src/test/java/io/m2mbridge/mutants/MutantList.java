package io.m2mbridge.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The mutants that no rule of {@code check} finds, with the test that kills each, or the reason why
 * none does.
 */
final class MutantList {
  static final Path FILE = Path.of("src/test/resources/mutants.txt");

  private static final String SURVIVES = "survives: ";

  private final Map<String, String> verdicts = new TreeMap<>();

  static MutantList read() throws IOException {
    MutantList list = new MutantList();
    for (String line : Files.readAllLines(FILE)) {
      if (!line.startsWith("#") && !line.isBlank()) {
        String[] parts = line.split(" \\| ", 2);
        list.verdicts.put(parts[0], parts.length == 1 ? "" : parts[1]);
      }
    }
    return list;
  }

  void kill(String mutant, String test) {
    verdicts.put(mutant, test);
  }

  /** Notes that a mutant survived, for the reason that another list gives. */
  void survive(String mutant, MutantList reasons) {
    String before = reasons.verdicts.getOrDefault(mutant, "");
    verdicts.put(mutant, before.startsWith(SURVIVES) ? before : SURVIVES + "?");
  }

  Set<String> names() {
    return verdicts.keySet();
  }

  Set<String> survivors() {
    Set<String> survivors = new TreeSet<>(verdicts.keySet());
    survivors.removeIf(name -> !verdicts.get(name).startsWith(SURVIVES));
    return survivors;
  }

  /** Those for which there is neither a test nor a reason. */
  Set<String> withoutVerdict() {
    Set<String> without = new TreeSet<>(verdicts.keySet());
    without.removeIf(name -> !Set.of("", SURVIVES + "?").contains(verdicts.get(name)));
    return without;
  }

  /** The test that kills a mutant; empty for one that survives or isn't known. */
  String killer(String mutant) {
    String verdict = verdicts.getOrDefault(mutant, "");
    return verdict.startsWith(SURVIVES) ? "" : verdict;
  }

  /** The tests that kill any. */
  List<String> killers() {
    return names().stream().map(this::killer).filter(test -> !test.isEmpty()).distinct().toList();
  }

  /** The lines of the file, without its head. */
  List<String> lines() {
    return verdicts.entrySet().stream().map(e -> e.getKey() + " | " + e.getValue()).toList();
  }
}
