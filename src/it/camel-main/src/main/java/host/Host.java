package host;

import org.apache.camel.main.Main;
import org.postgresql.ds.PGSimpleDataSource;

public class Host {
  public static void main(String[] args) throws Exception {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(System.getenv("DATABASE_URL"));
    dataSource.setUser("postgres");
    Main main = new Main();
    main.bind("dataSource", dataSource);
    main.run(args);
  }
}
