/** Who may use the console: users, roles, sessions, failed logins, and the origin of requests. */
@NullMarked
package io.m2mbridge.console.access;

import org.jspecify.annotations.NullMarked;
