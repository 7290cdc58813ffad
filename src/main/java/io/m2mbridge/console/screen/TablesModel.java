package io.m2mbridge.console.screen;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code screen.jte} shows.
 *
 * @param summary one sentence about the rows, which a screen reader says when it changes
 * @param tables the tables that have rows
 * @param older the next page; null if there is none
 * @param isPolled whether the rows are read again while the page is open
 */
public record TablesModel(
    String summary, List<Table> tables, @Nullable String older, boolean isPolled) {
  /** Rows of one page, which are read again while it is open. */
  TablesModel(String summary, List<Table> tables) {
    this(summary, tables, null, true);
  }

  /** Leaves out tables without rows. */
  public TablesModel {
    tables = tables.stream().filter(table -> !table.rows().isEmpty()).toList();
  }
}
