package host;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Host {
  public static void main(String[] args) {
    SpringApplication.run(Host.class, args);
  }
}
