package io.m2mbridge.reply;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.jdbc.JdbcEndpoint;
import org.apache.camel.spi.EndpointStrategy;

/**
 * Gives the option {@code statement.queryTimeout} of a look-up to its {@link UserDataRows} once.
 * camel-jdbc would set it by reflection for each query, which costs more than the query.
 */
public final class LookUpTimeout {
  private static final String OPTION = "queryTimeout";

  private LookUpTimeout() {}

  /**
   * Applies this to each endpoint of a context whose connection strategy is {@link UserDataRows}.
   */
  public static EndpointStrategy forEndpoints() {
    return (uri, endpoint) -> moved(endpoint);
  }

  private static Endpoint moved(Endpoint endpoint) {
    if (endpoint instanceof JdbcEndpoint jdbc
        && jdbc.getConnectionStrategy() instanceof UserDataRows
        && jdbc.getParameters() != null
        && String.valueOf(jdbc.getParameters().get(OPTION)).matches("[1-9][0-9]{0,5}")) {
      Map<String, Object> others = new HashMap<>(jdbc.getParameters());
      int seconds = Integer.parseInt(String.valueOf(others.remove(OPTION)));
      jdbc.setParameters(others);
      jdbc.setConnectionStrategy(new UserDataRows(seconds));
    }
    return endpoint;
  }
}
