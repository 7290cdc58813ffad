package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PersonTest {
  private static final int MANY = 500;

  @Test
  void hasAllThatTheIdentityCheckNeeds() {
    for (int seed = 0; seed < MANY; seed++) {
      ObjectNode data = Person.random(new Random(seed)).userData();
      assertEquals(List.of(), UserData.missingIn(data), "seed " + seed);
      assertEquals(UserData.REQUIRED, UserData.fieldsOf(data), "seed " + seed);
      for (String field : UserData.REQUIRED) {
        assertTrue(UserData.isGood(field, UserData.at(data, field)), "seed " + seed + ": " + field);
      }
    }
  }

  @Test
  void hasACurpInItsForm() {
    for (int seed = 0; seed < MANY; seed++) {
      ObjectNode data = Person.random(new Random(seed)).userData();
      String curp = data.path("idNumber").asText();
      LocalDate dob = LocalDate.parse(data.path("dob").asText());
      assertTrue(curp.matches("[A-Z]{4}[0-9]{6}[A-Z]{6}[0-9]{2}"), "seed " + seed + ": " + curp);
      assertEquals(dob.format(DateTimeFormatter.ofPattern("yyMMdd")), curp.substring(4, 10));
      assertEquals("CURP", data.path("idType").asText());
    }
  }

  @Test
  void hasTheSameDataForASeedAndAnotherReferenceId() {
    Person one = Person.random(new Random(3));
    Person again = Person.random(new Random(3));

    assertEquals(one.userData(), again.userData());
    assertNotEquals(one.referenceId(), again.referenceId());
    assertTrue(one.referenceId().matches("user_sim_[a-z0-9]{10}"), one.referenceId());
  }

  @Test
  void tellsOnlyTheFieldsThatAreAskedFor() {
    Person person = Person.random(new Random(3));
    ObjectNode some = person.userData(List.of("name.lastName", "dob", "shoeSize"));

    assertEquals(List.of("name.lastName", "dob"), UserData.fieldsOf(some));
    assertEquals(person.userData().at("/name/lastName"), some.at("/name/lastName"));
    assertEquals(person.userData().path("dob"), some.path("dob"));
  }

  @Test
  void isToldOfAtFirstInAnyPartFromNothingToAll() {
    Set<Integer> sizes = new HashSet<>();
    for (int seed = 0; seed < MANY; seed++) {
      Random random = new Random(seed);
      Person person = Person.random(random);
      ObjectNode known = person.userDataAtFirst(random);
      List<String> fields = UserData.fieldsOf(known);
      sizes.add(fields.size());
      assertEquals(person.userData(fields), known, "seed " + seed);
    }
    assertEquals(Set.of(0, 1, 2, 3, 4, 5, 6, 7), sizes);
  }
}
