/** What a check found, and where: kinds, places, sentences. */
@NullMarked
package io.m2mbridge.check.finding;

import org.jspecify.annotations.NullMarked;
