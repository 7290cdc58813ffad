package io.m2mbridge.notice;

import io.m2mbridge.dispatch.DeadLetterExchange;
import io.m2mbridge.dispatch.DeliveryExchanges;
import io.m2mbridge.failure.UnrecoverableException;
import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Notice;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;

/**
 * Fills the exchange that the route of a notice gets, and that a dead letter is made of. The
 * variables are those of {@link DeliveryExchanges}, as far as the stored bytes can be read: {@code
 * data} is null where they were erased. In addition:
 *
 * <ul>
 *   <li>{@code notice}: the notice's name
 *   <li>{@code noticeCause}: why the event failed or is quarantined; null where it is neither
 *   <li>{@code noticeRoute} and {@code noticeStep}: where the event failed; null where it isn't
 *       known
 *   <li>{@code noticeAttempts}: the number of attempts that the event had; null where it isn't dead
 * </ul>
 */
final class NoticeExchanges {
  private static final UUID NO_LEASE = new UUID(0, 0);

  private final DeliveryExchanges exchanges = new DeliveryExchanges();

  /** Sets the variables, and the event's JSON as the body. */
  void fill(Exchange exchange, Notice notice, Notice.About about) {
    ClaimedDelivery delivery =
        new ClaimedDelivery(
            notice.deliveryId(),
            NO_LEASE,
            about.eventKey(),
            about.lane(),
            notice.attempts(),
            0,
            notice.run(),
            about.receivedAt(),
            about.effectsAt(),
            about.body(),
            Set.of(),
            null);
    exchanges.name(exchange, delivery);
    exchange.removeVariable("leaseToken");
    exchange.setVariable("event", about.event());
    exchange.setVariable("referenceId", about.referenceId());
    exchange.setVariable("linkId", about.linkId());
    try {
      exchanges.fill(exchange, delivery);
    } catch (UnrecoverableException e) {
      // The payload was erased or is invalid. The columns of the row are all that is known.
      exchange.getMessage().setBody(null);
    }
    if (notice.name().equals("quarantined")) {
      exchange.setVariable("outcome", "quarantined");
    }
    exchange.setVariable("notice", notice.name());
    DeadLetterExchange.setFailure(
        exchange, notice.cause(), notice.route(), notice.step(), notice.eventAttempts());
  }
}
