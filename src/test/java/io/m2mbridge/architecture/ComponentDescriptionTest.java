package io.m2mbridge.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.dispatch.DeliveryEndpoint;
import io.m2mbridge.notice.NoticeEndpoint;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Visual editors and Camel's catalog know the options of the bridge's own components. */
class ComponentDescriptionTest {
  private static final Map<Class<?>, String> SCHEMES =
      Map.of(DeliveryEndpoint.class, "m2m-deliveries", NoticeEndpoint.class, "m2m-notices");

  @ParameterizedTest
  @ValueSource(classes = {DeliveryEndpoint.class, NoticeEndpoint.class})
  void describesEachOption(Class<? extends Endpoint> endpoint) throws Exception {
    CatalogCamelContext context = new DefaultCamelContext();
    JsonNode described =
        new JsonMapper()
            .readTree(context.getComponentParameterJsonSchema(SCHEMES.get(endpoint)))
            .get("properties");

    for (String option : options(endpoint)) {
      assertTrue(described.has(option), option + " is described");
      assertFalse(described.get(option).get("description").asText().isBlank(), option);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"m2m-deliveries", "m2m-notices"})
  void buildsAnEndpointFromItsOptions(String scheme) throws Exception {
    DefaultCamelContext context = new DefaultCamelContext();
    context.build();

    assertEquals(
        scheme + ":one?inbox=%23inbox",
        context
            .getCamelContextExtension()
            .getEndpointUriFactory(scheme)
            .buildUri(scheme, Map.of("name", "one", "inbox", "#inbox")));
  }

  /** What the class itself can be told by a URI. */
  private static TreeSet<String> options(Class<?> endpoint) {
    return Arrays.stream(endpoint.getDeclaredMethods())
        .map(method -> method.getName())
        .filter(name -> name.startsWith("set"))
        .map(name -> name.substring(3, 4).toLowerCase(java.util.Locale.ROOT) + name.substring(4))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
