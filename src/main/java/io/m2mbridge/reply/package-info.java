/**
 * Contains those parts of a reply to a data request that YAML can't express.
 *
 * <ul>
 *   <li>{@link io.m2mbridge.reply.CheckDataRequest}: checks the reply endpoint and the deadline.
 *   <li>{@link io.m2mbridge.reply.UserDataRows}: reads rows of user data with their exact types.
 *       {@link io.m2mbridge.reply.UserDataQuery} and {@link io.m2mbridge.reply.UserDataDescription}
 *       check the query at the start.
 *   <li>{@link io.m2mbridge.reply.BuildReply}: builds the reply's JSON. A new field belongs in
 *       {@link io.m2mbridge.reply.UserDataFields}.
 *   <li>{@link io.m2mbridge.reply.ApiClient}: the HTTP client, the only holder of the API key.
 *   <li>{@link io.m2mbridge.reply.ReadAnswer}: maps M2M's answer to a result.
 * </ul>
 */
@NullMarked
package io.m2mbridge.reply;

import org.jspecify.annotations.NullMarked;
