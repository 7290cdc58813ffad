/**
 * The rules that routes must keep, one class for each matter. Begin with {@link
 * io.m2mbridge.check.rule.Rules}.
 */
@NullMarked
package io.m2mbridge.check.rule;

import org.jspecify.annotations.NullMarked;
