package io.m2mbridge.dispatch;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The component {@code m2m-deliveries}: consumes the stored deliveries of some events. */
@Component("m2m-deliveries")
public final class DeliveryComponent extends DefaultComponent {
  /**
   * Converts a text to a map once, so that Camel remembers that it can't. camel-sql tries this
   * twice for each parameter of each statement. Without this call, Camel would search all
   * converters each time.
   */
  @Override
  protected void doStart() throws Exception {
    super.doStart();
    getCamelContext().getTypeConverter().convertTo(Map.class, "");
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    DeliveryEndpoint endpoint = new DeliveryEndpoint(uri, this);
    endpoint.setName(remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
