/**
 * What an operator may do in the console: a plan first, then the action with a reason. Begin with
 * {@link io.m2mbridge.console.action.Actions}.
 */
@NullMarked
package io.m2mbridge.console.action;

import org.jspecify.annotations.NullMarked;
