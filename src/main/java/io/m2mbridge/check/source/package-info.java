/**
 * The site's files as the checks read them: routes and steps with their places. Begin with {@link
 * io.m2mbridge.check.source.Site}.
 */
@NullMarked
package io.m2mbridge.check.source;

import org.jspecify.annotations.NullMarked;
