package io.m2mbridge.dispatch;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * The component {@code m2m-deliveries}: consumes stored deliveries, each in the lanes that the
 * endpoint names.
 */
@Component("m2m-deliveries")
public final class DeliveryComponent extends DefaultComponent {
  /**
   * Has Camel find out once that a text is no map: camel-sql asks that twice for each parameter of
   * each statement, and where nobody else asked first Camel looks through all converters each time.
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
