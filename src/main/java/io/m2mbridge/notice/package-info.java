/** Sends what the team is told, the rows of {@code m2m_notices}, apart from any event. */
@NullMarked
package io.m2mbridge.notice;

import org.jspecify.annotations.NullMarked;
