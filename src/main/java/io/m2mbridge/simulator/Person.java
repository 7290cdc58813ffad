package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * A generated user.
 *
 * @param fields the user's data, by M2M's field names
 */
record Person(String referenceId, List<Field> fields) {
  record Field(String name, String value) {}

  private static final List<String> FIRST =
      List.of("Ana", "Luis", "Sofía", "Diego", "Carmen", "Iván", "Lucía", "Mateo", "Inés", "Raúl");
  private static final List<String> LAST =
      List.of("Ibarra", "Núñez", "Solís", "Vega", "Quiroz", "Peña", "Montes", "Ríos", "Arce");
  private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);
  private static final LocalDate EARLIEST = LocalDate.of(1950, 1, 1);
  private static final int DAYS = 20_000;

  /** Sex, state and consonants of a CURP. No real name has these three consonants. */
  private static final String OF_NOBODY = "HDFQQQ";

  static Person random(RandomGenerator random) {
    LocalDate dob = EARLIEST.plusDays(random.nextInt(DAYS));
    String first = pick(FIRST, random);
    String last = pick(LAST, random);
    String secondLast = pick(LAST, random);
    return new Person(
        "user_sim_" + Ids.random(10),
        List.of(
            new Field("name.firstName", first),
            new Field("name.secondName", pick(FIRST, random)),
            new Field("name.lastName", last),
            new Field("name.secondLastName", secondLast),
            new Field("idNumber", curp(first, last, secondLast, dob, random)),
            new Field("idType", "CURP"),
            new Field("dob", dob.toString())));
  }

  private static String pick(List<String> names, RandomGenerator random) {
    return names.get(random.nextInt(names.size()));
  }

  /**
   * Returns an invented text in a CURP's format, with a wrong check digit, so that it can't be a
   * real person's.
   */
  private static String curp(
      String first, String last, String secondLast, LocalDate dob, RandomGenerator random) {
    String letters = last.substring(0, 2) + secondLast.charAt(0) + first.charAt(0);
    String plain = Normalizer.normalize(letters, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    return plain.toUpperCase(Locale.ROOT)
        + SHORT.format(dob)
        + OF_NOBODY
        + String.format(Locale.ROOT, "%02d", random.nextInt(100));
  }

  /** Returns all data in M2M's format. */
  ObjectNode userData() {
    return userData(field -> true);
  }

  /** Returns these fields in M2M's format. */
  ObjectNode userData(List<String> names) {
    return userData(field -> names.contains(field.name()));
  }

  /** Returns the data that the partner sent when it created the link: a part of it, or all. */
  ObjectNode userDataAtFirst(RandomGenerator random) {
    double share = random.nextInt(5) == 0 ? 1 : random.nextDouble();
    return userData(field -> random.nextDouble() < share);
  }

  private ObjectNode userData(Predicate<Field> isTold) {
    ObjectNode data = EventTemplates.JSON.createObjectNode();
    fields.stream()
        .filter(isTold)
        .forEach(field -> UserData.put(data, field.name(), TextNode.valueOf(field.value())));
    return data;
  }
}
