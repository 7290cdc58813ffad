package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many small mistakes in the project's own routes the rules find before anything runs. */
@Tag("verify")
class MutantsTest {
  /** The mistakes that no rule finds; only a running bridge shows them. */
  private static final Path UNSEEN = Path.of("src/test/resources/mutants-unseen.txt");

  private static List<Mutants.Mutant> mutants() {
    return Mutants.of(new EditedSite().site().files());
  }

  private static boolean isSeen(Mutants.Mutant mutant) {
    return !new EditedSite().replace(mutant.route(), mutant.yaml()).lines().isEmpty();
  }

  @Test
  void areSeenExceptThoseInTheList() throws IOException {
    List<Mutants.Mutant> mutants = mutants();
    assertTrue(mutants.size() > 200, () -> "too few: " + mutants.size());
    Set<String> unseen = new TreeSet<>();
    mutants.stream().filter(each -> !isSeen(each)).forEach(each -> unseen.add(each.name()));
    Set<String> listed = new TreeSet<>(Files.readAllLines(UNSEEN));
    listed.removeIf(line -> line.startsWith("#") || line.isBlank());

    List<String> more = new ArrayList<>(unseen);
    more.removeAll(listed);
    assertEquals(List.of(), more, "a rule doesn't find these any more");
    listed.removeAll(unseen);
    assertEquals(Set.of(), listed, "a rule finds these now: remove them from " + UNSEEN);
  }

  /** What would lose a webhook, accept a stranger's, or run effects outside their transaction. */
  @Test
  void ofTheSpineAreAllSeen() {
    assertEquals(
        List.of(),
        mutants().stream()
            .filter(
                each ->
                    each.name()
                        .matches(
                            "(drop|move out) (webhook-receive/(verify-signature|read-envelope|store"
                                + "|first-delivery-only|read-signed-webhook)"
                                + "|event-[a-z-]+/(record|place|release|mark|[a-z-]+-effects-once).*)"
                                + "|swap webhook-receive/(verify-signature|read-signed-webhook|store)"))
            .filter(each -> !isSeen(each))
            .map(Mutants.Mutant::name)
            .toList());
  }
}
