package io.m2mbridge.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.log.PrintableText;
import io.m2mbridge.signing.mistake.SignatureMistake;
import io.m2mbridge.signing.mistake.SignatureMistakes;
import io.m2mbridge.signing.mistake.SignatureMistakes.Finding;
import io.m2mbridge.webhook.Signature;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks whether a signature is M2M's and, if it isn't, finds out why. */
@Command(
    name = "verify",
    description = {
      "Checks whether a signature is M2M's and, if it isn't, looks for the mistake.",
      "It never prints a secret."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the signature is M2M's",
      "1:a mistake in the command, or a file that can't be read",
      "2:the signature isn't M2M's"
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  The two headers and the raw body, as received:",
      "    m2m-bridge verify --timestamp 1795328018 --signature sha256=b669… body.json"
    })
public final class VerifyCommand extends SigningCommand {
  @Parameters(
      paramLabel = "<file>|-",
      arity = "0..1",
      defaultValue = STANDARD_INPUT,
      description = "The raw body. Default: standard input.")
  private String file = STANDARD_INPUT;

  @Option(
      names = "--signature",
      required = true,
      paramLabel = "<sha256=…>",
      description = "The header X-M2M-Signature as received.")
  private String signature = "";

  @Option(
      names = "--timestamp",
      required = true,
      paramLabel = "<seconds>",
      description = "The header X-M2M-Timestamp as received.")
  private String timestamp = "";

  @Option(
      names = "--show-expected",
      description = "If the signature isn't M2M's, prints the correct one.")
  private boolean isExpectedShown;

  @Override
  public Integer call() {
    byte[] body = read(file);
    Secrets secrets = Secrets.of(secret);
    SignatureMistakes mistakes = new SignatureMistakes(secrets.values(), timestamp, body);
    Finding found = mistakes.in(signature);
    String expected =
        isExpectedShown && !found.isValid() ? secrets.signature().sign(timestamp, body) : null;
    if (json) {
      print(line(found, secrets, expected));
    } else {
      print(found, secrets);
      if (!found.isExplained()) {
        printWhatWasRead(body, secrets, mistakes);
      }
      if (expected != null) {
        out().println("Expected: " + expected);
      }
    }
    return found.isValid() ? 0 : 2;
  }

  private void print(Finding found, Secrets secrets) {
    out().println(coloured(found.isValid() ? "green" : "red", verdict(found)));
    found.mistakes().forEach(mistake -> out().println("- " + mistake.sentence()));
    String which = whichSecret(found, secrets);
    if (!which.isEmpty()) {
      out().println(which);
    }
  }

  private static String verdict(Finding found) {
    if (found.isValid()) {
      return "The signature is M2M's.";
    }
    if (found.isExplained()) {
      return "The signature is not M2M's, but it would be without this:";
    }
    return found.mistakes().isEmpty()
        ? "The signature is not M2M's, and no common mistake explains it."
        : "The signature is not M2M's. This is wrong with it, and perhaps more:";
  }

  private static String whichSecret(Finding found, Secrets secrets) {
    int count = secrets.values().size();
    return found.secret() == 0 || count == 1
        ? ""
        : "It was made with secret " + found.secret() + " of " + count + ".";
  }

  private void printWhatWasRead(byte[] body, Secrets secrets, SignatureMistakes mistakes) {
    out().println("Check, in this order:");
    out()
        .println(
            "1. Is it the secret of this endpoint, of sandbox or of production? It is "
                + secrets.origin()
                + ".");
    out().println("2. Is this the body as received, and not as a framework or a log shows it?");
    out().println("3. Are both headers of the same request as the body? A retry may have others.");
    out().println("What was read:");
    out().println("  body       " + size(body));
    out().println("  SHA-256    " + HexFormat.of().formatHex(mistakes.fingerprint()));
    out().println("  timestamp  " + PrintableText.line(String.valueOf(timestamp)) + date());
  }

  private static String size(byte[] body) {
    String text = new String(body, UTF_8);
    return body.length
        + " bytes, "
        + (text.endsWith("\n") ? "ends with a newline" : "without a newline at the end");
  }

  private String date() {
    return timestamp.matches("[0-9]{1,13}") ? ", " + Signature.signedAt(timestamp) : ", not a time";
  }

  private static ObjectNode line(Finding found, Secrets secrets, @Nullable String expected) {
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("valid", found.isValid());
    ArrayNode codes = line.putArray("mistakes");
    found.mistakes().forEach(mistake -> codes.add(mistake.code()));
    line.put("explained", found.isExplained());
    line.put("secret", found.secret() == 0 ? null : Integer.valueOf(found.secret()));
    String sentences =
        found.mistakes().stream().map(SignatureMistake::sentence).collect(Collectors.joining(" "));
    line.put(
        "sentence", (verdict(found) + " " + sentences + " " + whichSecret(found, secrets)).strip());
    if (expected != null) {
      line.put("expected", expected);
    }
    return line;
  }
}
