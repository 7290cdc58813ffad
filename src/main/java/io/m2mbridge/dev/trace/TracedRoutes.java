package io.m2mbridge.dev.trace;

import com.zaxxer.hikari.HikariDataSource;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.failure.FailedSteps;
import io.m2mbridge.jdbc.RolledBackDatabase;
import io.m2mbridge.library.FormerRoutes;
import io.m2mbridge.library.LibraryRoutes;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;

/**
 * Prepares Camel to run one event: without the routes that begin at something outside, such as a
 * port or a timer. The dispatch route of the event begins at {@link #ENTRY} instead.
 */
final class TracedRoutes extends MainListenerSupport {
  static final String ENTRY = "direct:m2m-trace";

  private static final List<String> INNER = List.of("direct", "seda", "kamelet");
  private static final String DISPATCH = "m2m-deliveries";

  private final RolledBackDatabase database;
  private final String url;
  private final String lane;
  private final StepRecorder recorder;

  TracedRoutes(RolledBackDatabase database, String url, String lane, StepRecorder recorder) {
    this.database = database;
    this.url = url;
    this.lane = lane;
    this.recorder = recorder;
  }

  @Override
  public void beforeConfigure(BaseMainSupport main) {
    CamelContext context = main.getCamelContext();
    FailedSteps.watch(context);
    context.getCamelContextExtension().addInterceptStrategy(recorder);
    Settings settings = new Settings(context);
    settings.ignoreBlank();
    ConfigurationException.throwIfAny(settings.readSecrets());
    settings.override("m2m.database.url", url);
    settings.override("m2m.database.username", "postgres");
  }

  @Override
  public void afterConfigure(BaseMainSupport main) {
    CamelContext context = main.getCamelContext();
    try {
      new LibraryRoutes(context).addMissingBeans();
      FormerRoutes.addTo(context);
      DataSource pool = context.getRegistry().lookupByNameAndType("dataSource", DataSource.class);
      if (!(pool instanceof HikariDataSource hikari)) {
        throw new ConfigurationException(
            "The bean dataSource isn't HikariCP's, so its transactions can't be rolled back here:"
                + " restore it in routes/beans.camel.yaml.");
      }
      // The pool has opened no connection yet.
      hikari.setDataSource(database);
      hikari.setMinimumIdle(0);
      context
          .getCamelContextExtension()
          .registerEndpointCallback(new NoOutsideCalls(pool, recorder::notCalled));
      keepInner((ModelCamelContext) context);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw RuntimeCamelException.wrapRuntimeException(e);
    }
  }

  private void keepInner(ModelCamelContext context) throws Exception {
    boolean hasEntry = false;
    for (RouteDefinition route : new ArrayList<>(context.getRouteDefinitions())) {
      Call input = Call.of(route.getInput().getEndpointUri());
      if (input.scheme().equals(DISPATCH) && claims(context, input) && !hasEntry) {
        route.getInput().setUri(ENTRY);
        hasEntry = true;
      } else if (!INNER.contains(input.scheme())) {
        context.removeRouteDefinition(route);
      }
    }
    if (!hasEntry) {
      throw new ConfigurationException(
          "No route takes the events of " + lane + ": add the lane to routes/event-dispatch.");
    }
  }

  private boolean claims(CamelContext context, Call input) {
    String lanes = String.valueOf(input.options().get("lanes")).replace("RAW(", "");
    return List.of(context.resolvePropertyPlaceholders(lanes).split("[,\\s)]+")).contains(lane);
  }
}
