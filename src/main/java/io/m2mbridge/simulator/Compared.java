package io.m2mbridge.simulator;

import java.util.List;
import java.util.Set;

/**
 * The result of comparing M2M's state with a receiver's.
 *
 * @param agreement the sentence to print if they agree
 * @param differences one sentence on each difference; empty if they agree
 * @param unchecked the acknowledged events whose loss or repetition can't be checked
 */
record Compared(String agreement, List<String> differences, Set<String> unchecked) {}
