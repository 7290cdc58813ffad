package io.m2mbridge.testing;

import java.util.Map;

/** The texts that {@code routes/notify.camel.yaml} gives to notices. */
public final class ShippedNotices {
  private static final ShippedRoute NOTIFY = ShippedRoute.of("notify");

  private ShippedNotices() {}

  public static ShippedRoute route() {
    return NOTIFY;
  }

  /** Of something new. */
  public static String news(String notice, String eventKey) {
    return NOTIFY.text("write-news", Map.of("notice", notice, "eventKey", eventKey));
  }

  /** Of trouble with a delivery. */
  public static String trouble(String notice, String eventKey, Object deliveryId, String cause) {
    return NOTIFY.text(
        "write-trouble",
        Map.of(
            "notice",
            notice,
            "eventKey",
            eventKey,
            "deliveryId",
            deliveryId,
            "noticeCause",
            cause));
  }

  /** Of trouble without a database. */
  public static String troubleWithoutId(String notice, String eventKey, String cause) {
    return NOTIFY.text(
        "write-trouble-without-id",
        Map.of("notice", notice, "eventKey", eventKey, "noticeCause", cause));
  }
}
