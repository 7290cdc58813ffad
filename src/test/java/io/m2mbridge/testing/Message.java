package io.m2mbridge.testing;

import java.time.Duration;
import java.util.List;

/**
 * A webhook that M2M sends until it is answered 2xx.
 *
 * @param name what tells its row in {@code m2m_deliveries} from all others: the event key, say
 * @param body the JSON, or what M2M sends for it
 * @param age how long before it is sent it was signed
 * @param then what M2M sends only once this one was answered
 */
public record Message(String name, String body, Duration age, List<Message> then) {
  public static Message of(String name, String body) {
    return new Message(name, body, Duration.ZERO, List.of());
  }

  public Message then(Message next) {
    return new Message(name, body, age, List.of(next));
  }

  public Message aged(Duration old) {
    return new Message(name, body, old, then);
  }
}
