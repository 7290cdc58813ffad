package io.m2mbridge.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserDataNamesTest {
  @ParameterizedTest
  @CsvSource({
    "idnumber,idNumber",
    "id_number,idNumber",
    "IDNUMBER,idNumber",
    "idNumer,idNumber",
    "curp,idNumber",
    "idtype,idType",
    "id_type,idType",
    "documentType,idType",
    "DOB,dob",
    "dateOfBirth,dob",
    "date_of_birth,dob",
    "fecha_nacimiento,dob",
    "name.firstname,name.firstName",
    "name.fristName,name.firstName",
    "first_name,name.firstName",
    "firstName,name.firstName",
    "name.secondname,name.secondName",
    "second_name,name.secondName",
    "lastname,name.lastName",
    "surname,name.lastName",
    "second_last_name,name.secondLastName",
    "name.second_last_name,name.secondLastName",
    "namesecondlastname,name.secondLastName"
  })
  void knowsWhatWasMeant(String name, String meant) {
    assertEquals(meant, UserDataNames.meant(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "?column?", "id", "customer", "salary", "address", "email", "name", "slept"})
  void guessesAtNothingElse(String name) {
    assertNull(UserDataNames.meant(name));
  }
}
