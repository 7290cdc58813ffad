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
 * What the route of a notice sees, and what a dead letter holds. The variables of a notice are
 * those of {@link DeliveryExchanges}, as far as the stored bytes can be read ({@code data} is null
 * where they were erased), and {@code notice} (its name), {@code noticeCause} (null for what is no
 * trouble), {@code noticeRoute}, {@code noticeStep} and {@code noticeAttempts} (those of the
 * event).
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
            Set.of());
    exchanges.name(exchange, delivery);
    exchange.removeVariable("leaseToken");
    exchange.setVariable("event", about.event());
    exchange.setVariable("referenceId", about.referenceId());
    exchange.setVariable("linkId", about.linkId());
    try {
      exchanges.fill(exchange, delivery);
    } catch (UnrecoverableException e) {
      // Erased, or quarantined for what is wrong with it: the row has what is known.
      exchange.getMessage().setBody(null);
    }
    if (notice.name().equals("quarantined")) {
      exchange.setVariable("outcome", "quarantined");
    }
    exchange.setVariable("notice", notice.name());
    DeadLetterExchange.trouble(
        exchange, notice.cause(), notice.route(), notice.step(), notice.eventAttempts());
  }
}
