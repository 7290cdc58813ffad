package io.m2mbridge.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.PropertiesFile.Entry;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertiesFileTest {
  @TempDir private Path folder;

  private PropertiesFile file(byte[] content) throws Exception {
    return PropertiesFile.read(Files.write(folder.resolve("s.properties"), content).toString());
  }

  private PropertiesFile file(String content) throws Exception {
    return file(content.getBytes(UTF_8));
  }

  @Test
  void readsWhatPropertiesReadsAndKnowsTheLine() throws Exception {
    String text =
        "# a = comment \\\n! b: comment\r\n\r\n  c = 1\rd: \\\n   two\\\n\tlines\ne   three words\n"
            + "f\\ g=\\u00e9\\tx\\\\\nh\n = i\nj=k\\";
    Properties expected = new Properties();
    expected.load(new StringReader(text));
    Properties read = new Properties();
    PropertiesFile file = file(text);
    file.entries().forEach(entry -> read.setProperty(entry.key(), entry.value()));

    assertEquals(expected, read);
    assertEquals(
        List.of(4, 5, 8, 9, 10, 11, 12), file.entries().stream().map(Entry::line).toList());
    assertEquals(List.of(), file.mistakes());
  }

  @Test
  void readsUtf8WithAndWithoutTheMark() throws Exception {
    List<Entry> expected = List.of(new Entry("m2m.x", "Peña, Łukasz 💸", 1));

    assertEquals(expected, file("m2m.x = Peña, Łukasz 💸\n").entries());
    assertEquals(expected, file("\uFEFFm2m.x = Peña, Łukasz 💸\n").entries());
  }

  @Test
  void takesACommentBehindTheMarkForOne() throws Exception {
    assertEquals(List.of(), file("\uFEFF# m2m.x = 1\n").entries());
  }

  private void assertRefused(byte[] content, String what) throws Exception {
    PropertiesFile file = file(content);
    assertEquals(List.of(file.path() + what), file.mistakes());
    assertEquals(List.of(), file.entries());
  }

  @Test
  void refusesAnotherCharset() throws Exception {
    assertRefused(
        "a = b\r\nm2m.x = Peña\n".getBytes(ISO_8859_1),
        " is not UTF-8 in line 2: save it as UTF-8.");
    assertRefused(
        "a\nb\nc\n\u00A0".getBytes(ISO_8859_1), " is not UTF-8 in line 4: save it as UTF-8.");
    for (Charset wide : List.of(UTF_16LE, UTF_16BE)) {
      assertRefused("\uFEFFm2m.x = 1\n".getBytes(wide), " is UTF-16: save it as UTF-8.");
      assertRefused("m2m.x = 1\n".getBytes(wide), " is UTF-16: save it as UTF-8.");
    }
    assertRefused("m2m.x = a\0b".getBytes(UTF_8), " has a NUL character: save it as UTF-8.");
  }

  @Test
  void refusesABackslashWithAUThatIsNoEscape() throws Exception {
    PropertiesFile file = file("\nm2m.x = C:\\users\\m2m\n");

    assertEquals(
        List.of(
            "Line 2 of "
                + file.path()
                + " has \\u without four hex digits after it: write a backslash as two"
                + " backslashes."),
        file.mistakes());
  }

  @Test
  void isEmptyWhereThereIsNone() {
    PropertiesFile file = PropertiesFile.read(folder.resolve("none").toString());

    assertTrue(file.isMissing());
    assertEquals(List.of(), file.mistakes());
  }
}
