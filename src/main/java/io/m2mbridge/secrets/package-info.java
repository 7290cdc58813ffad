/**
 * Where secrets come from beside settings ({@link io.m2mbridge.secrets.SecretFile}), and which of
 * them anyone could guess ({@link io.m2mbridge.secrets.WeakSecret}).
 */
@NullMarked
package io.m2mbridge.secrets;

import org.jspecify.annotations.NullMarked;
