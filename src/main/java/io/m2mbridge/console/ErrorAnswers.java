package io.m2mbridge.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.m2mbridge.console.access.RefusedException;
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

  private static final String TITLE = "Not done";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Pages pages;

  ErrorAnswers(Pages pages) {
    this.pages = pages;
  }

  /**
   * Answers a request that the console refuses.
   *
   * @param isForJson whether a program asks
   */
  Answer refused(RefusedException refused, boolean isForJson) {
    Answer answer = refused(refused.status(), String.valueOf(refused.getMessage()), isForJson);
    return refused.retryAfter().isPresent()
        ? answer.with("Retry-After", String.valueOf(refused.retryAfter().getAsLong()))
        : answer;
  }

  /** Answers with a sentence of the console's own. */
  Answer refused(int status, String sentence, boolean isForJson) {
    return isForJson
        ? json(status, sentence)
        : Answer.html(status, pages.render("error.jte", TITLE, "", null, sentence));
  }

  /** Answers with a number that the log has too, next to what failed. */
  Answer failed(Throwable failure, boolean isForJson) {
    Said said = log(failure);
    return refused(said.status(), said.sentence(), isForJson);
  }

  /** The same without the console's templates, where they or the console can't be made. */
  static Answer withoutPages(Throwable failure, boolean isForJson) {
    Said said = log(failure);
    return isForJson
        ? json(said.status(), said.sentence())
        : Answer.html(
            said.status(),
            "<!DOCTYPE html>\n<html lang=\"en\"><title>"
                + TITLE
                + "</title><h1>"
                + TITLE
                + "</h1><p role=\"alert\">"
                + said.sentence()
                + "</p></html>\n");
  }

  private static Answer json(int status, String sentence) {
    return Answer.json(
        status, JsonNodeFactory.instance.objectNode().put("error", sentence).toPrettyString());
  }

  private record Said(int status, String sentence) {}

  private static Said log(Throwable failure) {
    byte[] bytes = new byte[4];
    RANDOM.nextBytes(bytes);
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
    return new Said(
        isWithoutDatabase ? 503 : 500,
        what + ". The log says more next to the number " + number + ".");
  }
}
