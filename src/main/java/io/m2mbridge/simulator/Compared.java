package io.m2mbridge.simulator;

import java.util.List;
import java.util.Set;

/**
 * What came of holding M2M's knowledge against what a receiver has.
 *
 * @param agreement the sentence for where they agree
 * @param differences a sentence for each; none where they agree
 * @param unchecked the acknowledged events for which the loss or the repetition doesn't show
 */
record Compared(String agreement, List<String> differences, Set<String> unchecked) {}
