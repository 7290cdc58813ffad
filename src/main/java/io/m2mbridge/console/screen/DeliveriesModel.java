package io.m2mbridge.console.screen;

import java.util.List;
import java.util.Map;

/**
 * What {@code deliveries.jte} shows.
 *
 * @param filter the parameters of the URL, for the fields of the form
 * @param states the states to choose from
 * @param rows the deliveries
 */
public record DeliveriesModel(Map<String, String> filter, List<String> states, TablesModel rows) {
  /** Returns what a field of the form has; empty if nothing. */
  public String field(String name) {
    return filter.getOrDefault(name, "");
  }
}
