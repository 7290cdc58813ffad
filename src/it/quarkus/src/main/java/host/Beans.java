package host;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

public class Beans {
  @Produces
  @Named("clock")
  Clock clock(@ConfigProperty(name = "clock.offset") Duration ahead) {
    return Clock.offset(Clock.systemUTC(), ahead);
  }
}
