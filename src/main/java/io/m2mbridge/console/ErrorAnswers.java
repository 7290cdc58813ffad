package io.m2mbridge.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.settings.ConfigurationException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Answers of requests that are refused or fail. No answer has an exception's text. */
final class ErrorAnswers {
  private static final Logger LOG = LoggerFactory.getLogger("m2m.console");

  private final Pages pages;
  private final SecureRandom random = new SecureRandom();

  ErrorAnswers(Pages pages) {
    this.pages = pages;
  }

  /**
   * Answers with a sentence of the console's own.
   *
   * @param isForJson whether a program asks
   */
  Answer refused(int status, String sentence, boolean isForJson) {
    return isForJson
        ? Answer.json(
            status, JsonNodeFactory.instance.objectNode().put("error", sentence).toPrettyString())
        : Answer.html(status, pages.render("error.jte", "Not done", "", null, sentence));
  }

  /** Answers with a number that the log has too, next to what failed. */
  Answer failed(RuntimeException failure, boolean isForJson) {
    byte[] bytes = new byte[4];
    random.nextBytes(bytes);
    String number = HexFormat.of().formatHex(bytes);
    LOG.error(
        "console error={} {}",
        number,
        failure instanceof ConfigurationException
            ? failure.getMessage()
            : FailureDescription.of(failure),
        FailureDescription.shown(failure));
    boolean isWithoutDatabase =
        failure instanceof DataAccessResourceFailureException
            || failure instanceof CannotCreateTransactionException;
    String what = isWithoutDatabase ? "The database can't be reached" : "Something failed";
    return refused(
        isWithoutDatabase ? 503 : 500,
        what + ". The log says more next to the number " + number + ".",
        isForJson);
  }
}
