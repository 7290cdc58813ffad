package io.m2mbridge.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testing.TablesPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonalDataPageTest {
  @Test
  void saysOfEachColumnWhetherItIsErased() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("docs", "personal-data.md")).stream()
            .filter(line -> line.startsWith("| `m2m_"))
            .toList();
    assertEquals(
        List.of(),
        TablesPage.listed().stream()
            .map(column -> column.substring(0, column.indexOf(' ')))
            .filter(column -> rows.stream().noneMatch(row -> names(row, column)))
            .toList(),
        "docs/personal-data.md doesn't say whether these are erased");
  }

  private static boolean names(String row, String column) {
    String[] parts = column.split("\\.");
    String table = "| `" + parts[0] + "` | ";
    return row.startsWith(table)
        && (row.contains("`" + parts[1] + "`")
            || row.contains("everything")
            || row.contains("the whole row"));
  }
}
