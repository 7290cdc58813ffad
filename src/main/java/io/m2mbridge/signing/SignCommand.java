package io.m2mbridge.signing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.dev.Shell;
import io.m2mbridge.event.EnvelopeReader;
import io.m2mbridge.settings.ConfigurationException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a body as M2M would. */
@Command(
    name = "sign",
    description = {
      "Prints the headers with which M2M would send a body.",
      "It signs the timestamp, a dot, and the body's exact bytes, including a newline at the end."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:signed", "1:a mistake in the command, or a file that can't be read"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  The headers for a file:",
      "    m2m-bridge sign event.json",
      "  For a text; printf adds no newline, as echo would:",
      "    printf %%s '{\"event\":\"ping\",\"data\":{}}' | m2m-bridge sign",
      "  A command to paste, with these headers:",
      "    m2m-bridge sign event.json --curl http://127.0.0.1:8080/webhooks/m2m"
    })
public final class SignCommand extends SigningCommand {
  @Parameters(
      paramLabel = "<file>|-",
      arity = "0..1",
      defaultValue = STANDARD_INPUT,
      description = "The body. Default: standard input.")
  private String file = STANDARD_INPUT;

  @Option(
      names = "--timestamp",
      paramLabel = "<seconds>",
      description = "X-M2M-Timestamp, signed exactly as given. Default: now.")
  private @Nullable String timestamp;

  @Option(
      names = "--curl",
      paramLabel = "<url>",
      description = "Prints a curl command that sends the body there.")
  private @Nullable String url;

  @Override
  public Integer call() {
    byte[] body = read(file);
    Map<String, String> headers = headers(body);
    if (json) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      headers.forEach(line::put);
      print(line);
    } else if (url != null) {
      out().println(curl(url, headers, body));
    } else {
      headers.forEach((name, value) -> out().println(name + ": " + value));
    }
    return 0;
  }

  /** Returns the headers, with the event's name if the body has one. */
  private Map<String, String> headers(byte[] body) {
    String seconds = timestamp == null ? Long.toString(Instant.now().getEpochSecond()) : timestamp;
    Map<String, String> headers = new LinkedHashMap<>();
    String event = new EnvelopeReader().read(body).event();
    if (event != null) {
      headers.put("X-M2M-Event", event);
    }
    headers.put("X-M2M-Timestamp", seconds);
    headers.put("X-M2M-Signature", Secrets.of(secret).signature().sign(seconds, body));
    return headers;
  }

  private String curl(String url, Map<String, String> headers, byte[] body) {
    StringBuilder command = new StringBuilder("curl -i ").append(Shell.quoted(url));
    command.append(" -H 'Content-Type: application/json'");
    headers.forEach(
        (name, value) -> command.append(" -H ").append(Shell.quoted(name + ": " + value)));
    return command.append(" --data-binary ").append(data(body)).toString();
  }

  /**
   * Returns the data of the curl command. curl would read a text that begins with {@code @} as a
   * file's name.
   */
  private String data(byte[] body) {
    if (!file.equals(STANDARD_INPUT)) {
      return Shell.quoted("@" + file);
    }
    String text = Shell.quoted(body);
    if (text == null || text.startsWith("@") || text.startsWith("'@")) {
      throw new ConfigurationException("This body can't be part of a command: put it into a file.");
    }
    return text;
  }
}
