/**
 * What YAML can't say of a reply to a data request: which endpoint is M2M's ({@link
 * io.m2mbridge.reply.CheckDataRequest}), the reply's exact JSON ({@link
 * io.m2mbridge.reply.BuildReply}), rows of user data whose types are certain ({@link
 * io.m2mbridge.reply.UserDataRows}), whether the query for them may lose a field ({@link
 * io.m2mbridge.reply.UserDataQuery}, {@link io.m2mbridge.reply.UserDataDescription}), the client
 * that alone holds the API key ({@link io.m2mbridge.reply.ApiClient}) and reads so much of an
 * answer ({@link io.m2mbridge.reply.BoundedEntity}), and what an answer means ({@link
 * io.m2mbridge.reply.ReadAnswer}).
 */
@NullMarked
package io.m2mbridge.reply;

import org.jspecify.annotations.NullMarked;
