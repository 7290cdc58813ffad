package io.m2mbridge.inbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.jdbc.Sql;
import io.m2mbridge.log.PrintableText;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What a person does to events, for the table {@code m2m_actions}.
 *
 * @param actor who does it
 * @param reason why, in that person's words; null if nothing was said
 * @param filter what was chosen, by the names of the command's options
 */
public record OperatorAction(
    String actor, @Nullable String reason, Map<String, @Nullable String> filter) {
  private static final Logger LOG = LoggerFactory.getLogger("m2m.actions");
  private static final String RECORD = Sql.named("action");

  /** Returns the action of the person who runs this process. */
  public static OperatorAction ofCommand(
      @Nullable String reason, Map<String, @Nullable String> filter) {
    return new OperatorAction(actor(System.getenv("SUDO_USER")), reason, filter);
  }

  /** With sudo, the person is named, and the user that the command runs as. */
  static String actor(@Nullable String sudoUser) {
    String user = System.getProperty("user.name", "unknown");
    return sudoUser == null || sudoUser.isBlank() ? user : sudoUser + " as " + user;
  }

  /**
   * Writes the row, in the thread's transaction. A line of the logger {@code m2m.actions} follows
   * at the commit. It lacks the reason, because a person may have written anything into that.
   *
   * @param action what is done, such as {@code replay}: the check of the table has all
   * @param affected how many events, or rows of an erasure
   * @return its id
   */
  long record(JdbcClient jdbc, String action, int affected) {
    ObjectNode chosen = JsonNodeFactory.instance.objectNode();
    filter.forEach(
        (name, value) -> {
          if (value != null) {
            chosen.put(name, value);
          }
        });
    long id =
        jdbc.sql(RECORD)
            .param("actor", actor)
            .param("node", Node.name())
            .param("action", action)
            .param("reason", reason)
            .param("filter", chosen.toString())
            .param("affected", affected)
            .query(Long.class)
            .single();
    afterCommit(
        () ->
            LOG.info(
                "action {} id={} by={} node={} affected={} filter={}",
                action,
                id,
                PrintableText.line(actor),
                Node.name(),
                affected,
                PrintableText.line(chosen.toString())));
    return id;
  }

  private static void afterCommit(Runnable then) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            then.run();
          }
        });
  }
}
