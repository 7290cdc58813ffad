/**
 * Connections, transactions and statements that have the settings that the bridge needs, whatever a
 * site has set in its database, pool or pooler.
 */
@NullMarked
package io.m2mbridge.jdbc;

import org.jspecify.annotations.NullMarked;
