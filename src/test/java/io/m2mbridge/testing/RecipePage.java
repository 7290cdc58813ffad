package io.m2mbridge.testing;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of {@code docs/recipes}. The sentence before each of its code blocks says where the block
 * goes, and is followed to the letter. A block that no known sentence precedes is refused.
 */
public final class RecipePage {
  private static final Pattern BLOCK =
      Pattern.compile("(?m)^(\\S[^\n]*)\n\n```(\\w+)\n(.*?)^```$", Pattern.DOTALL);
  private static final Pattern ANY_BLOCK = Pattern.compile("(?m)^```\\w");
  private static final Pattern FILE = Pattern.compile("The file `([^`]+)`.*:");
  private static final Pattern STEP =
      Pattern.compile("In `([^`]+)`, add this (before|after) the step `([^`]+)`:");
  private static final Pattern LINE =
      Pattern.compile("In `([^`]+)`, replace the line `([^`]+)` with:");
  private static final Pattern SETTINGS =
      Pattern.compile("In `application\\.properties`(, on one line)?:");

  private final String name;
  private final List<Block> blocks = new ArrayList<>();
  private final Map<String, String> settings = new HashMap<>();
  private final List<String> tables = new ArrayList<>();

  private record Block(String sentence, String language, String text) {}

  /**
   * Reads a page.
   *
   * @param name without {@code .md}
   */
  public RecipePage(String name) {
    this.name = name;
    String page = read(Path.of("docs", "recipes", name + ".md"));
    BLOCK
        .matcher(page)
        .results()
        .map(found -> new Block(found.group(1), found.group(2), found.group(3)))
        .forEach(blocks::add);
    if (blocks.size() != ANY_BLOCK.matcher(page).results().count()) {
      throw new IllegalStateException(name + ".md has a code block without a sentence before it");
    }
  }

  /**
   * Does what the page says.
   *
   * @param site a folder with the site's {@code routes}
   * @param services the name of each host on the page, and the address of its stand-in
   */
  public RecipePage follow(Path site, Map<String, String> services) {
    for (Block block : blocks) {
      String text = block.text().replace("file:sql/", "file:" + site + "/sql/");
      text = text.replace("file:tls/", "file:" + site + "/tls/");
      for (var service : services.entrySet()) {
        text = text.replace("//" + service.getKey(), "//" + service.getValue());
      }
      follow(site, block, text);
    }
    return this;
  }

  private void follow(Path site, Block block, String text) {
    Matcher file = FILE.matcher(block.sentence());
    Matcher step = STEP.matcher(block.sentence());
    Matcher line = LINE.matcher(block.sentence());
    if (SETTINGS.matcher(block.sentence()).matches()) {
      settings.putAll(properties(text));
    } else if (file.matches()) {
      write(site.resolve(file.group(1)), text);
    } else if (step.matches()) {
      Path route = site.resolve(step.group(1));
      write(route, insert(read(route), step.toMatchResult(), text));
    } else if (line.matches()) {
      Path route = site.resolve(line.group(1));
      String yaml = read(route);
      if (!yaml.contains(" " + line.group(2) + "\n")) {
        throw new IllegalStateException(name + ".md: " + route + " lacks " + line.group(2));
      }
      write(route, yaml.replace(line.group(2), text.strip()));
    } else if (block.language().equals("sql")) {
      tables.add(text);
    } else if (!block.language().equals("json")) {
      throw new IllegalStateException(name + ".md doesn't say what to do with:\n" + text);
    }
  }

  private String insert(String yaml, MatchResult where, String text) {
    Matcher step =
        Pattern.compile("(?m)^( *)- (\\w+:\n\\1    )?id: " + where.group(3) + "\n").matcher(yaml);
    if (!step.find()) {
      throw new IllegalStateException(name + ".md: there is no step " + where.group(3));
    }
    int indent = step.group(1).length();
    int at = step.start();
    if (where.group(2).equals("after")) {
      Matcher next = Pattern.compile("(?m)^ {0," + indent + "}\\S").matcher(yaml);
      at = next.find(step.end()) ? next.start() : yaml.length();
    }
    return yaml.substring(0, at) + text.indent(indent) + yaml.substring(at);
  }

  /** What the page puts into {@code application.properties}. */
  public Map<String, String> settings() {
    return settings;
  }

  /** The SQL of the tables that the page needs. */
  public List<String> tables() {
    return tables;
  }

  /** The JSON on the page that follows a sentence with these words. */
  public String json(String words) {
    return blocks.stream()
        .filter(block -> block.language().equals("json") && block.sentence().contains(words))
        .map(block -> block.text().strip())
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> properties(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new HashMap<>();
    properties.forEach((key, value) -> settings.put((String) key, (String) value));
    return settings;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
