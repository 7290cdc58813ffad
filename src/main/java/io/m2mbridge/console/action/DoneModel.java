package io.m2mbridge.console.action;

import io.m2mbridge.inspect.Report;

/**
 * What the page after an action shows.
 *
 * @param sentence what was done
 * @param result the tables below the sentence
 */
public record DoneModel(String sentence, Report result) {}
