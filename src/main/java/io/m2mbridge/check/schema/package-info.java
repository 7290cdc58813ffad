/**
 * Checks routes by Camel's own schema of YAML and its descriptions of components. Only the command
 * {@code check} uses it: what it needs isn't on the class path of another application. Begin with
 * {@link io.m2mbridge.check.schema.SchemaCheck}.
 */
@NullMarked
package io.m2mbridge.check.schema;

import org.jspecify.annotations.NullMarked;
