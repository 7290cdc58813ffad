package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComponentLabelsTest {
  private final List<String> read = new ArrayList<>();
  private final DefaultCamelContext context =
      new DefaultCamelContext() {
        @Override
        public String getComponentParameterJsonSchema(String component) throws IOException {
          read.add(component);
          return super.getComponentParameterJsonSchema(component);
        }
      };
  private final ComponentLabels labels = new ComponentLabels(context);

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void readsEachComponentOnce() {
    assertTrue(labels.of("sql").contains("database"));
    assertTrue(labels.of("sql").contains("database"));
    assertEquals("", labels.of("nothing-like-it"));
    assertEquals("", labels.of("nothing-like-it"));
    assertEquals(List.of("sql", "nothing-like-it"), read);
  }

  @Test
  void looksUpNoPlaceholder() {
    assertEquals("", labels.of("{{m2m.forward.default}}"));
    assertEquals(List.of(), read);
  }
}
