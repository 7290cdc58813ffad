package io.m2mbridge.console.screen;

import io.m2mbridge.inspect.Inspection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code show.jte} shows.
 *
 * @param id what was asked for
 * @param summary one sentence about the rows
 * @param tables the tables that have rows; the last one is the timeline
 * @param deliveries the numbers of the deliveries
 * @param mayAct whether the person may replay and discard
 * @param other another delivery whose number is the id; null if there is none
 */
public record ShowModel(
    String id,
    String summary,
    List<Table> tables,
    List<Long> deliveries,
    boolean mayAct,
    Inspection.@Nullable Numbered other) {}
