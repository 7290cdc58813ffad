/** Sends the rows of {@code m2m_notices} to the team, independently of the events. */
@NullMarked
package io.m2mbridge.notice;

import org.jspecify.annotations.NullMarked;
