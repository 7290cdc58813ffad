package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The API's lists, page by page. */
final class Lists {
  private Lists() {}

  static JsonNode links(Platform platform, Query query, Stances stances) {
    query.oneOf("status", List.of("created", "opened", "revoked"));
    String visibility = query.oneOf("visibility", List.of("active", "expired"));
    Predicate<Instant> period = query.period();
    return page(
        platform.links().stream()
            .filter(link -> query.allows("referenceId", link.referenceId))
            .filter(link -> query.allows("status", ApiAnswers.name(link.status)))
            .filter(
                link ->
                    visibility == null
                        || link.isActive(platform.now()) == visibility.equals("active"))
            .filter(link -> period.test(link.createdAt)),
        query,
        stances.listOrder,
        ApiAnswers::detail);
  }

  static JsonNode operations(Platform platform, Query query, Stances stances) {
    query.oneOf("status", List.of("created", "processing", "completed", "failed", "cancelled"));
    Predicate<Instant> period = query.period();
    return page(
        platform.operations().stream()
            .filter(operation -> query.allows("referenceId", operation.link.referenceId))
            .filter(operation -> query.allows("userId", operation.userId))
            .filter(operation -> query.allows("linkId", operation.link.linkId))
            .filter(operation -> query.allows("status", ApiAnswers.name(operation.status)))
            .filter(operation -> period.test(operation.createdAt)),
        query,
        stances.listOrder,
        operation -> ApiAnswers.operation(operation, stances.currencyKeys));
  }

  private static <T> JsonNode page(
      Stream<T> found, Query query, Stances.Order order, Function<T, ObjectNode> item) {
    List<T> all = new ArrayList<>(found.toList());
    if (order == Stances.Order.newest) {
      Collections.reverse(all);
    }
    ObjectNode data = EventTemplates.JSON.createObjectNode();
    ArrayNode items = data.putArray("items");
    all.stream()
        .skip((query.page() - 1L) * query.limit())
        .limit(query.limit())
        .map(item)
        .forEach(items::add);
    data.putObject("pagination")
        .put("page", query.page())
        .put("limit", query.limit())
        .put("total", all.size())
        .put("totalPages", (all.size() + query.limit() - 1) / query.limit());
    return data;
  }
}
