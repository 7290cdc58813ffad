package io.m2mbridge.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.settings.ConfigurationException;
import java.io.IOException;
import org.apache.camel.FailedToCreateRouteException;
import org.junit.jupiter.api.Test;

class StartFailureTest {
  @Test
  void saysWhatToMendHoweverDeepTheMistakeIs() {
    Exception mistake = new ConfigurationException("Set M2M_API_KEY.");

    assertEquals(
        "Set M2M_API_KEY.", StartFailure.sentence(new RuntimeException(new Exception(mistake))));
  }

  @Test
  void namesTheRootOfAnyOtherFailureInOneLine() {
    Exception failure = new RuntimeException("outer", new IOException("no\n  such\r\nfile "));

    assertEquals("it did not start: no such file", StartFailure.sentence(failure));
  }

  @Test
  void namesTheRouteThatCouldNotBeCreated() {
    Exception failure =
        new FailedToCreateRouteException(
            "event-unknown", null, "steps", new IllegalArgumentException("no such bean"));

    assertEquals(
        "it did not start: in the route event-unknown: no such bean",
        StartFailure.sentence(failure));
  }

  @Test
  void namesTheClassWhereThereIsNoMessage() {
    assertEquals(
        "it did not start: java.lang.StackOverflowError",
        StartFailure.sentence(new StackOverflowError()));
  }

  @Test
  void namesTheBeanWhoseClassThereIsNot() {
    Exception failure =
        new RuntimeException(
            "Error creating bean: build-reply of type: #class:io.example.None",
            new ClassNotFoundException("io.example.None"));

    assertEquals(
        "it did not start: in the bean build-reply: there is no class io.example.None.",
        StartFailure.sentence(failure));
  }

  @Test
  void namesTheFileWithAValueThatLacksItsQuotes() {
    Exception failure =
        new RuntimeException(
            "Error pre-parsing resource: file:routes/notify.camel.yaml",
            new IllegalStateException(
                "Non scalar key is detected but it is not configured to be allowed."));

    assertEquals(
        "it did not start: in file:routes/notify.camel.yaml: a value that begins with {{ needs quotes"
            + " around it.",
        StartFailure.sentence(failure));
  }
}
