package io.m2mbridge.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Logs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;

class ErrorAnswersTest {
  private static final String TEXT = "<b>Jane Roe</b>";

  private final ErrorAnswers errors = new ErrorAnswers(new Pages(List.of(), "/console/static/x"));

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tellsANumberThatTheLogHasTooAndNoExceptionsText(boolean isForJson) {
    try (Logs logs = new Logs()) {
      Answer answer = errors.failed(new IllegalStateException(TEXT), isForJson);

      String body = new String(answer.body(), UTF_8);
      assertEquals(500, answer.status());
      assertFalse(body.contains("Jane"), body);
      String number = body.replaceFirst("(?s).*number ([0-9a-f]{8})\\..*", "$1");
      assertEquals(
          List.of("console error=" + number + " IllegalStateException"), logs.of("m2m.console"));
    }
  }

  @Test
  void saysThatTheDatabaseIsGone() {
    Answer answer = errors.failed(new DataAccessResourceFailureException(TEXT), true);
    assertEquals(503, answer.status());
    assertTrue(new String(answer.body(), UTF_8).contains("database can't be reached"));
  }

  @Test
  void writesASentenceAsText() {
    String html = new String(errors.refused(400, TEXT, false).body(), UTF_8);
    assertFalse(html.contains("<b>"), html);
    assertTrue(html.contains("&lt;b&gt;Jane"), html);
  }
}
