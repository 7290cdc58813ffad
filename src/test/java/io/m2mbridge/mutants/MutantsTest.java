package io.m2mbridge.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.rule.EditedSite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many small mistakes in the project's own routes the rules find before anything runs. */
@Tag("verify")
class MutantsTest {
  /** How many mistakes in the list no test is known to find. It may only fall. */
  private static final int MOST_SURVIVORS = 51;

  private static List<Mutants.Mutant> mutants() {
    return Mutants.of(new EditedSite().site().files());
  }

  @Test
  void areSeenExceptThoseInTheList() throws IOException {
    List<Mutants.Mutant> mutants = mutants();
    assertTrue(mutants.size() > 200, () -> "too few: " + mutants.size());
    Set<String> unseen = new TreeSet<>();
    mutants.stream().filter(each -> !each.isSeen()).forEach(each -> unseen.add(each.name()));
    Set<String> listed = new TreeSet<>(MutantList.read().names());

    List<String> more = new ArrayList<>(unseen);
    more.removeAll(listed);
    assertEquals(List.of(), more, "a rule doesn't find these any more");
    listed.removeAll(unseen);
    assertEquals(Set.of(), listed, "a rule finds these now: remove them from " + MutantList.FILE);
  }

  /** A mutant that the tests were not yet run against counts as one that survives. */
  @Test
  void surviveSeldom() throws IOException {
    MutantList list = MutantList.read();
    Set<String> survivors = list.survivors();
    survivors.addAll(list.withoutVerdict());
    assertEquals(MOST_SURVIVORS, survivors.size(), () -> "may only fall: " + survivors);
  }

  /** Each step that a webhook passes, and each effect, is missed by a rule or a test. */
  @Test
  void ofTheSpineAreAllKilled() throws IOException {
    MutantList list = MutantList.read();
    Set<String> survivors = list.survivors();
    survivors.addAll(list.withoutVerdict());
    survivors.removeIf(
        name ->
            !name.matches(
                "(drop|move out) (webhook-receive/.*|[a-z-]+-dispatch/(by|to)-.*"
                    + "|event-[a-z-]+/(record|place|release|mark|[a-z-]+-effects-once).*)"));
    assertEquals(Set.of(), survivors);
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
            .filter(each -> !each.isSeen())
            .map(Mutants.Mutant::name)
            .toList());
  }
}
