package host;

import java.time.Clock;
import java.time.Duration;
import org.apache.camel.main.Main;
import org.postgresql.ds.PGSimpleDataSource;

public class Host {
  public static void main(String[] args) throws Exception {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(System.getenv("DATABASE_URL"));
    dataSource.setUser("postgres");
    Main main = new Main();
    main.bind("dataSource", dataSource);
    Duration ahead = Duration.parse(System.getenv("CLOCK_OFFSET"));
    main.bind("clock", Clock.offset(Clock.systemUTC(), ahead));
    main.run(args);
  }
}
