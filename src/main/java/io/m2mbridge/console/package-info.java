/**
 * The console for operators: its HTTP requests, its pages and its actions. It is off unless {@code
 * m2m.console.enabled} is {@code true}.
 */
@NullMarked
package io.m2mbridge.console;

import org.jspecify.annotations.NullMarked;
