package io.m2mbridge.outbound;

import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Sets the body that a forward sends. That is the variable {@code forwardBody} where a site has set
 * it for this event. Otherwise it is the event as it was stored, whatever earlier steps have made
 * of the body. An exchange that has no stored event keeps its body.
 *
 * <p>A {@code forwardBody} that is a map, a list or a tree of JSON is sent as JSON. Decimals keep
 * all their digits; those of the variable {@code data} have the digits of the event.
 */
public final class ForwardBody implements Processor {
  /** The name of the variable. */
  public static final String VARIABLE = "forwardBody";

  /** The exchange property that holds the event as it was stored, as text or bytes. */
  private static final String STORED = "m2mStoredBody";

  private static final JsonMapper JSON = new JsonMapper();

  /** Keeps the event as it was stored. */
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
