/**
 * Answers an operator's questions from the tables: what happened, what is wrong, which money is
 * held, who did what. It changes nothing. Begin with {@link io.m2mbridge.inspect.Inspection}; the
 * statements are {@code sql/inspect-*.sql}.
 */
@NullMarked
package io.m2mbridge.inspect;

import org.jspecify.annotations.NullMarked;
