package host;

import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class Host {
  public static void main(String[] args) {
    SpringApplication.run(Host.class, args);
  }

  @Bean
  Clock clock(@Value("${CLOCK_OFFSET}") Duration ahead) {
    return Clock.offset(Clock.systemUTC(), ahead);
  }
}
