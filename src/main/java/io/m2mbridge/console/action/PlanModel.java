package io.m2mbridge.console.action;

import io.m2mbridge.inspect.Report;
import java.util.Map;

/**
 * What the page of a plan shows.
 *
 * @param sentence what is about to be done, and to what
 * @param plan the tables below the sentence
 * @param path where the form is sent to
 * @param fields the hidden fields of the form
 * @param button the text of the button
 * @param isAllowed whether the viewer may do it; without it there is no form
 */
public record PlanModel(
    String sentence,
    Report plan,
    String path,
    Map<String, String> fields,
    String button,
    boolean isAllowed) {}
