/** How lines reach the log: nothing waits for one, and none can steer a terminal. */
@NullMarked
package io.m2mbridge.log;

import org.jspecify.annotations.NullMarked;
