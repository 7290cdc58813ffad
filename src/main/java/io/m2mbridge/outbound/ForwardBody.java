package io.m2mbridge.outbound;

import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Sets the body that a forward sends: what the variable {@code forwardBody} holds, where a site has
 * set it for this event, else the event as it was stored, whatever a step has made of the body
 * meanwhile. An exchange that is no event's keeps its body.
 *
 * <p>A {@code forwardBody} that is a map, a list, or a tree of JSON goes out as JSON. Decimals keep
 * every digit that they have there; those of the variable {@code data} are the event's.
 */
public final class ForwardBody implements Processor {
  /** The variable. */
  public static final String VARIABLE = "forwardBody";

  /** The exchange's property that holds the event as it was stored; text or bytes. */
  private static final String STORED = "m2mStoredBody";

  private static final JsonMapper JSON = new JsonMapper();

  /** Notes the event as it was stored. */
  public static void stored(Exchange exchange, Object body) {
    exchange.setProperty(STORED, body);
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Object body = exchange.getVariable(VARIABLE);
    if (body == null) {
      body = exchange.getProperty(STORED);
    }
    if (body != null) {
      exchange.getMessage().setBody(isTree(body) ? JSON.writeValueAsString(body) : body);
    }
  }

  private static boolean isTree(@Nullable Object body) {
    return body instanceof Map || body instanceof Collection || body instanceof TreeNode;
  }
}
