package host;

import io.m2mbridge.console.access.ConsoleRoles;
import io.m2mbridge.console.access.Role;
import io.m2mbridge.console.access.Viewer;
import io.m2mbridge.tracing.BridgeTracer;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.logging.LoggingSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.TaskDecorator;
import org.springframework.security.concurrent.DelegatingSecurityContextRunnable;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

@SpringBootApplication
public class Host {
  public static void main(String[] args) {
    SpringApplication.run(Host.class, args);
  }

  @Bean
  Clock clock(@Value("${CLOCK_OFFSET}") Duration ahead) {
    return Clock.offset(Clock.systemUTC(), ahead);
  }

  /** The console refuses forms of other sites itself, and M2M's webhooks have no token. */
  @Bean
  SecurityFilterChain security(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/console", "/console/**")
                    .authenticated()
                    .anyRequest()
                    .permitAll())
        .httpBasic(Customizer.withDefaults())
        .csrf(csrf -> csrf.ignoringRequestMatchers("/webhooks/**", "/console/**"))
        .build();
  }

  @Bean
  UserDetailsService people() {
    return new InMemoryUserDetailsManager(
        User.withUsername("olga").password("{noop}secret of olga").roles("OPERATOR").build());
  }

  /** Camel runs routes in other threads than Tomcat's. */
  @Bean
  TaskDecorator withPerson() {
    return DelegatingSecurityContextRunnable::new;
  }

  @Bean(ConsoleRoles.BEAN)
  ConsoleRoles consoleRoles() {
    return exchange -> {
      Authentication person = SecurityContextHolder.getContext().getAuthentication();
      return person == null ? null : new Viewer(person.getName(), Role.OPERATOR);
    };
  }

  /** The application's own traces, which it writes into its log. */
  @Bean
  Tracer tracer() {
    return SdkTracerProvider.builder()
        .addSpanProcessor(SimpleSpanProcessor.create(LoggingSpanExporter.create()))
        .build()
        .get("host");
  }

  @Bean
  BridgeTracer bridgeTracer() {
    return new BridgeTracer();
  }
}
