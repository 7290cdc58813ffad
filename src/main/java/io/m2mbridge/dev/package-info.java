/** The dev profile: its embedded PostgreSQL, and what it prints once it runs. */
@NullMarked
package io.m2mbridge.dev;

import org.jspecify.annotations.NullMarked;
