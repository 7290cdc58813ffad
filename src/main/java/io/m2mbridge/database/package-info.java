/** The database as a whole: how it is reached, what is checked of it, and its migration. */
@NullMarked
package io.m2mbridge.database;

import org.jspecify.annotations.NullMarked;
