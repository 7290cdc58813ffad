/**
 * Connects to the database at the start, checks it and migrates its tables.
 *
 * <p>Begin with {@link io.m2mbridge.database.Database}. A new requirement on the server belongs in
 * {@link io.m2mbridge.database.DatabaseCheck}, the rights on a new table in {@link
 * io.m2mbridge.database.DatabaseRights}, a sentence on a failed connection in {@link
 * io.m2mbridge.database.DatabaseFailure}.
 */
@NullMarked
package io.m2mbridge.database;

import org.jspecify.annotations.NullMarked;
