/**
 * How an exchange failed: the exceptions that a route may throw, the step that failed, and a
 * description that contains no value.
 */
@NullMarked
package io.m2mbridge.failure;

import org.jspecify.annotations.NullMarked;
