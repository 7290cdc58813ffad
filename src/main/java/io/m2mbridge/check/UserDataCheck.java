package io.m2mbridge.check;

import io.m2mbridge.reply.UserDataDescription;
import io.m2mbridge.reply.UserDataQuery;
import io.m2mbridge.settings.ConfigurationException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.ScriptHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks {@code m2m.user-data.query} at the start. M2M accepts only the first reply to a data
 * request, so a field that is missing because of a wrong column name can't be sent later. If no
 * route runs the query by camel-jdbc, the site has its own look-up, which isn't checked.
 */
public final class UserDataCheck {
  private static final Logger LOG = LoggerFactory.getLogger(UserDataCheck.class);
  private static final String SETTING = "m2m.user-data.query";
  private static final String JDBC = "jdbc:";

  private UserDataCheck() {}

  /**
   * Checks the query. It logs a warning for what can still be fixed while the bridge runs.
   *
   * @throws ConfigurationException if the query's text, or the database's description of it, shows
   *     a mistake
   */
  public static void check(CamelContext context) {
    List<RouteDefinition> routes = ((ModelCamelContext) context).getRouteDefinitions();
    for (RouteDefinition route : routes) {
      String jdbc = jdbc(context, route);
      String sql = jdbc == null ? null : query(context, route);
      if (jdbc != null && sql != null) {
        UserDataQuery query = new UserDataQuery(sql);
        ConfigurationException.throwIfAny(query.mistakes(headers(routes)));
        describe(context, query, jdbc);
        return;
      }
    }
  }

  private static void describe(CamelContext context, UserDataQuery query, String jdbc) {
    String name = jdbc.substring(JDBC.length()).replaceAll("^//|\\?.*", "");
    DataSource dataSource = CamelContextHelper.lookup(context, name, DataSource.class);
    if (dataSource == null) {
      return; // Camel reports it, or uses the only data source there is
    }
    UserDataDescription description =
        UserDataDescription.of(query, dataSource, jdbc.contains("UserDataRows"));
    ConfigurationException.throwIfAny(description.mistakes());
    MeterRegistry metrics =
        context.getRegistry().lookupByNameAndType("metricsRegistry", MeterRegistry.class);
    for (UserDataDescription.Warning warning : description.warnings()) {
      LOG.warn("{}", warning.sentence());
      if (metrics != null) {
        metrics.counter("m2m.user.data.query.warnings", "reason", warning.reason()).increment();
      }
    }
  }

  /**
   * Returns the camel-jdbc endpoint in a route that takes its parameters from headers, or null if
   * there is none.
   */
  private static @Nullable String jdbc(CamelContext context, RouteDefinition route) {
    return in(route, ToDefinition.class)
        .map(step -> context.resolvePropertyPlaceholders(step.getEndpointUri()))
        .filter(uri -> uri.startsWith(JDBC) && uri.contains("useHeadersAsParameters=true"))
        .findFirst()
        .orElse(null);
  }

  /** Returns the query that the route reads from the setting, or null if no step reads it. */
  private static @Nullable String query(CamelContext context, RouteDefinition route) {
    return in(route, ExpressionNode.class)
        .map(ExpressionNode::getExpression)
        .filter(ConstantExpression.class::isInstance)
        .map(ExpressionDefinition::getExpression)
        .filter(text -> text.contains(SETTING))
        .findFirst()
        .map(text -> resource(context, context.resolvePropertyPlaceholders(text)))
        .orElse(null);
  }

  /** Resolves a constant such as {@code resource:file:sql/user.sql} to the file's content. */
  private static String resource(CamelContext context, String text) {
    try {
      return ScriptHelper.resolveOptionalExternalScript(context, text);
    } catch (RuntimeException e) {
      throw new ConfigurationException(
          SETTING
              + " (M2M_USER_DATA_QUERY) names a file that can't be read: check the path after"
              + " resource:.");
    }
  }

  /** Returns the names of all headers that a route sets. */
  private static Set<String> headers(List<RouteDefinition> routes) {
    return routes.stream()
        .flatMap(
            route ->
                Stream.concat(
                    in(route, SetHeaderDefinition.class),
                    in(route, SetHeadersDefinition.class).flatMap(s -> s.getHeaders().stream())))
        .map(SetHeaderDefinition::getName)
        .collect(Collectors.toSet());
  }

  private static <T> Stream<T> in(RouteDefinition route, Class<T> type) {
    return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), type).stream();
  }
}
