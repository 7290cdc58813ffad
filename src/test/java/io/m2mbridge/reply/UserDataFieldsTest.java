package io.m2mbridge.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.m2mbridge.reply.FieldText.Refusal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserDataFieldsTest {
  @Test
  void keepsTextAsItIsButForItsPadding() {
    assertEquals(" José María", text("name.firstName", " José María      "));
    assertEquals("Nuñez\t", text("name.lastName", "Nuñez\t"));
    assertEquals("Nuñez", text("name.lastName", new StringBuilder("Nuñez")));
    assertEquals("CURP", text("idType", "CURP      "));
    assertEquals("李😀", text("name.lastName", "李😀 "));
    assertEquals("X", text("idNumber", 'X'));
    assertEquals("1990-05-15", text("dob", "1990-05-15  "));
  }

  @Test
  void leavesOutNumbers() {
    for (Object number :
        List.of(
            12345678901L,
            7,
            1.2345678901E10,
            1.5f,
            new BigDecimal("12345678901"),
            new BigDecimal("1E+11"),
            BigInteger.TEN)) {
      assertEquals(Refusal.NUMBER, refusal("idNumber", number));
      assertEquals(Refusal.NUMBER, refusal("dob", number));
    }
  }

  @Test
  void leavesOutWhatIsNoText() {
    for (Object other :
        List.of(
            true,
            List.of("CURP"),
            Map.of("a", "b"),
            new byte[] {65},
            LocalDate.EPOCH,
            LocalDateTime.MIN,
            new UUID(1, 2))) {
      assertEquals(Refusal.KIND, refusal("idType", other));
    }
  }

  @Test
  void leavesOutTextThatWouldBeSentAsOther() {
    assertEquals(Refusal.CHARACTERS, refusal("name.firstName", "Jos\uD83D"));
    assertEquals(Refusal.CHARACTERS, refusal("name.firstName", "\uDE00Ana"));
    assertEquals(Refusal.CHARACTERS, refusal("idNumber", "A\u0000B"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n", "\u2003", "          "})
  void knowsNothingOfWhatIsBlank(String text) {
    for (String field : UserDataFields.ALL) {
      assertEquals(FieldText.UNKNOWN, UserDataFields.text(field, text));
    }
  }

  @Test
  void knowsNothingOfWhatIsNull() {
    for (String field : UserDataFields.ALL) {
      assertEquals(FieldText.UNKNOWN, UserDataFields.text(field, null));
    }
  }

  private static String text(String field, Object value) {
    FieldText read = UserDataFields.text(field, value);
    assertNull(read.refusal());
    return read.text();
  }

  private static Refusal refusal(String field, Object value) {
    FieldText read = UserDataFields.text(field, value);
    assertNull(read.text());
    return read.refusal();
  }
}
