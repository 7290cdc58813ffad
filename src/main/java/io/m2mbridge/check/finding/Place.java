package io.m2mbridge.check.finding;

/**
 * A place in a file of the site.
 *
 * @param file the path as the site writes it, such as {@code routes/notify.camel.yaml}
 * @param line the line, from 1; 0 for the whole file
 * @param column the column, from 1; 0 for the whole line
 */
public record Place(String file, int line, int column) implements Comparable<Place> {
  /** A whole file. */
  public static Place of(String file) {
    return new Place(file, 0, 0);
  }

  @Override
  public int compareTo(Place other) {
    int byFile = file.compareTo(other.file);
    int byLine = byFile == 0 ? Integer.compare(line, other.line) : byFile;
    return byLine == 0 ? Integer.compare(column, other.column) : byLine;
  }

  /** Returns {@code file:line:column}, without what is 0. */
  @Override
  public String toString() {
    return file + (line == 0 ? "" : ":" + line) + (column == 0 ? "" : ":" + column);
  }
}
