package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserDataTest {
  private static JsonNode json(String text) {
    try {
      return EventTemplates.JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static ObjectNode object(String text) {
    return (ObjectNode) json(text);
  }

  @Test
  void lacksAllSevenFieldsAtFirst() {
    assertEquals(UserData.REQUIRED, UserData.missingIn(object("{}")));
    assertEquals(7, UserData.REQUIRED.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'dob':null}", "{'dob':''}", "{'dob':' '}"})
  void lacksWhatIsAbsentNullOrBlank(String data) {
    assertTrue(UserData.missingIn(object(data)).contains("dob"));
  }

  @Test
  void lacksOnlyWhatIsMissing() {
    ObjectNode data = object("{'name':{'firstName':'Ana','lastName':'Solís'},'idType':'INE'}");

    assertEquals(
        List.of("name.secondName", "name.secondLastName", "idNumber", "dob"),
        UserData.missingIn(data));
  }

  @Test
  void namesTheFieldsOfANameAndNoOtherNestedOnes() {
    ObjectNode data =
        object("{'name':{'firstName':'Ana','nick':'A'},'paymentMethod':{'type':'cash'},'x.y':1}");

    assertEquals(
        List.of("name.firstName", "name.nick", "paymentMethod", "x.y"), UserData.fieldsOf(data));
    assertEquals(List.of(), UserData.fieldsOf(object("{'name':{}}")));
    assertEquals(List.of("name"), UserData.fieldsOf(object("{'name':'Ana'}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name.firstName | 'Ana'",
        "idNumber | 'GALO900515HDFRPN09'",
        "idType | 'RESIDENCE'",
        "dob | '1990-05-15'",
        "dob | '2024-02-29'",
        "idImage | 'data:image/jpeg;base64,AA=='",
        "paymentMethod | {'type':'bank_account'}",
        "favouriteColour | 7",
        "name.nick | 'A'"
      },
      quoteCharacter = '"')
  void takesAGoodValue(String field, String value) {
    assertTrue(UserData.isGood(field, json(value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name.firstName | ''",
        "name.firstName | ' '",
        "name.firstName | null",
        "name.firstName | 5",
        "idNumber | {}",
        "idType | []",
        "dob | '1990-5-15'",
        "dob | '15/05/1990'",
        "dob | '1990-02-30'",
        "dob | '2023-02-29'",
        "dob | '1990-05-15T00:00:00Z'",
        "dob | 19900515",
        "idImage | 5",
        "paymentMethod | 'cash'",
        "paymentMethod | {'type':7}",
        "paymentMethod | {}",
        "name | 'Ana'",
        "name | null"
      },
      quoteCharacter = '"')
  void refusesABadValue(String field, String value) {
    assertFalse(UserData.isGood(field, json(value)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dob", "name.firstName", "favouriteColour", "paymentMethod"})
  void refusesWhatIsNotThere(String field) {
    assertFalse(UserData.isGood(field, MissingNode.getInstance()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dob", "name.firstName", "name.a.b", "x.y", "x/y", "x~1y", "~", "idType.z"})
  void readsAFieldWhereItPutsIt(String field) {
    ObjectNode data = object("{'idType':'CURP'}");
    UserData.put(data, field, TextNode.valueOf("1990-05-15"));

    assertEquals("1990-05-15", UserData.at(data, field).asText());
    assertTrue(UserData.fieldsOf(data).contains(field), data.toString());
  }

  @Test
  void addsToANameWhatItLacks() {
    ObjectNode data = object("{'name':{'firstName':'Ana'}}");
    UserData.put(data, "name.lastName", TextNode.valueOf("Solís"));

    assertEquals(object("{'name':{'firstName':'Ana','lastName':'Solís'}}"), data);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'name':'Ana'}", "{'name':null}", "{'name':[1]}"})
  void replacesANameThatIsNoObject(String before) {
    ObjectNode data = object(before);
    UserData.put(data, "name.lastName", TextNode.valueOf("Solís"));

    assertEquals(object("{'name':{'lastName':'Solís'}}"), data);
  }
}
