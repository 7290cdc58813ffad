/**
 * Connections, transactions and statements of the bridge's own, whatever the site has set in its
 * database, pool or pooler.
 */
@NullMarked
package io.m2mbridge.jdbc;

import org.jspecify.annotations.NullMarked;
