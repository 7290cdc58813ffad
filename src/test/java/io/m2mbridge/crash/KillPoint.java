package io.m2mbridge.crash;

import java.util.Locale;

/** Where a bridge is killed: at a statement of its own, told by a fragment of the SQL. */
enum KillPoint {
  /** The webhook is verified; nothing of it has reached the database. */
  VERIFIED("INSERT INTO m2m_deliveries", Moment.HELD_BACK),
  /** The insert is on its way through the database. */
  INSERTING("INSERT INTO m2m_deliveries", Moment.UNDER_WAY),
  /** The insert is committed; the webhook isn't answered. */
  INSERTED("INSERT INTO m2m_deliveries", Moment.COMMITTED),
  /** The delivery has its lease; no work on it has begun. */
  CLAIMED("lease_token = gen_random_uuid()", Moment.COMMITTED),
  /** The effects are in an open transaction. */
  EFFECTS_OPEN("SET effects_at", Moment.HELD_BACK),
  /** The effects are committed; nothing outside was called. */
  EFFECTS_COMMITTED("SET effects_at", Moment.COMMITTED),
  /** The PUT was answered; the answer isn't recorded. */
  PUT_NOT_RECORDED("SET http_status", Moment.HELD_BACK),
  /** All that the event leads to is done; that it is done isn't recorded. */
  DONE_NOT_RECORDED("state = 'done'", Moment.HELD_BACK);

  enum Moment {
    /** The statement never reaches the database. */
    HELD_BACK,
    /** The statement has reached the database, which was given no time to answer. */
    UNDER_WAY,
    /** The statement has changed a row and is committed; the bridge doesn't hear of it. */
    COMMITTED
  }

  private final String fragment;
  private final Moment moment;

  KillPoint(String fragment, Moment moment) {
    this.fragment = fragment;
    this.moment = moment;
  }

  boolean is(Moment other, String sql) {
    return moment == other && sql.contains(fragment);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
