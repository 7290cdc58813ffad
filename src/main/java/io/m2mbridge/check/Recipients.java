package io.m2mbridge.check;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints to which a step sends the message, as far as its text shows them. An expression
 * without a route's name, such as a variable, may name any endpoint: it counts as a call of another
 * system.
 *
 * @param uris the endpoints; for an expression, the routes whose names match its fixed part
 * @param order how the endpoints receive the message
 */
record Recipients(List<String> uris, Order order) {
  /** How several endpoints receive a message. */
  enum Order {
    /** Each receives the result of the one before. */
    IN_TURN,

    /** Each receives the original, or only one of them does. */
    EACH,

    /** Some of them may receive the original, or none. */
    PERHAPS
  }

  private static final Pattern ROUTE = Pattern.compile("(direct|seda):/*([\\w./-]*)");
  private static final String FUNCTION = "${";

  /**
   * Returns the recipients of a step.
   *
   * @param inputs the input URIs of all routes, without options
   * @param resolve replaces the placeholders in a text
   * @return null if the step sends to no endpoint
   */
  static @Nullable Recipients of(
      ProcessorDefinition<?> step, Set<String> inputs, Function<String, String> resolve) {
    if (step instanceof ToDefinition to) {
      return new Recipients(List.of(to.getEndpointUri()), Order.IN_TURN);
    }
    if (step instanceof ToDynamicDefinition to) {
      List<String> routes =
          to.getUri().contains(FUNCTION) ? routes(resolve.apply(to.getUri()), inputs) : List.of();
      return new Recipients(routes.isEmpty() ? List.of(to.getUri()) : routes, Order.EACH);
    }
    if (step instanceof RecipientListDefinition<?> list) {
      return of(list, list.getDelimiter(), Order.EACH, inputs, resolve);
    }
    if (step instanceof RoutingSlipDefinition<?> slip) {
      return of(slip, slip.getUriDelimiter(), Order.IN_TURN, inputs, resolve);
    }
    return step instanceof DynamicRouterDefinition<?> router
        ? of(router, router.getUriDelimiter(), Order.PERHAPS, inputs, resolve)
        : null;
  }

  private static Recipients of(
      ExpressionNode step,
      @Nullable String delimiter,
      Order order,
      Set<String> inputs,
      Function<String, String> resolve) {
    String written = step.getExpression().getExpression();
    String text = resolve.apply(written == null ? "" : written);
    String language = step.getExpression().getLanguage();
    if ("constant".equals(language) || ("simple".equals(language) && !text.contains(FUNCTION))) {
      String[] parts = text.split(Pattern.quote(delimiter == null ? "," : delimiter), -1);
      List<String> uris =
          Arrays.stream(parts).map(String::strip).filter(uri -> !uri.isEmpty()).toList();
      return new Recipients(uris, uris.isEmpty() ? Order.PERHAPS : order);
    }
    return new Recipients(routes(text, inputs), Order.PERHAPS);
  }

  private static List<String> routes(String text, Set<String> inputs) {
    return ROUTE
        .matcher(text)
        .results()
        .flatMap(
            found -> {
              String name = found.group(1) + ":" + found.group(2);
              boolean isWhole = inputs.contains(name) && !text.startsWith(FUNCTION, found.end());
              return inputs.stream()
                  .filter(input -> isWhole ? input.equals(name) : input.startsWith(name));
            })
        .distinct()
        .sorted()
        .toList();
  }
}
