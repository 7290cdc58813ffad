package io.m2mbridge.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison with the API must find in a bridge that has only the webhooks it acknowledged
 * (docs/reconcile.md, "What is compared"). A lost data request isn't among it: M2M's API doesn't
 * list data requests.
 */
final class ExpectedFindings {
  /** The acknowledged webhooks, by the bridge's key. */
  private final Map<String, Webhook> taken = new HashMap<>();

  private final Set<String> findings = new TreeSet<>();

  private ExpectedFindings(List<Webhook> webhooks) {
    for (Webhook webhook : webhooks) {
      String key = webhook.eventKey();
      if (key != null && webhook.state == Webhook.State.ACKNOWLEDGED && !webhook.goesToCallback) {
        taken.put(key, webhook);
      }
    }
  }

  /** Returns each finding as its kind and the id of the operation or link, sorted. */
  static List<String> of(Platform platform, Webhooks webhooks) {
    ExpectedFindings expected = new ExpectedFindings(webhooks.all());
    platform.links().stream().filter(link -> !link.isRemembered).forEach(expected::link);
    platform.operations().stream()
        .filter(operation -> !operation.link.isRemembered)
        .forEach(expected::operation);
    return List.copyOf(expected.findings);
  }

  private void link(Link link) {
    Webhook opening = taken.get("link.opened:" + link.linkId);
    boolean isCreated = taken.containsKey("link.created:" + link.linkId);
    if (!isCreated) {
      find("link-missing-here", link.linkId);
    }
    if (opening == null && link.openedAt != null) {
      find("opening-missing-here", link.linkId);
    }
    if (!isCreated && has(opening, "/openedAt")) {
      find("opened-without-creation", link.linkId);
    }
  }

  private void operation(Operation operation) {
    String id = operation.operationId;
    Webhook creation = taken.get("operation.created:" + id);
    Webhook cancellation = taken.get("operation.cancelled:" + id);
    boolean isCancelled = operation.status == Operation.Status.CANCELLED;
    if (creation == null) {
      find("missing-here", id);
      if (has(cancellation, "/cancelledAt")) {
        find("cancelled-without-creation", id);
      }
      return;
    }
    if (isCancelled && cancellation == null) {
      find("status-differs", id);
    }
    boolean hasEnded = operation.status != Operation.Status.CREATED;
    if (hasEnded && cancellation == null && has(creation, "/amount/send")) {
      find("hold-open", id);
    }
  }

  private static boolean has(@Nullable Webhook webhook, String field) {
    return webhook != null
        && webhook.data.at(field).isValueNode()
        && !webhook.data.at(field).isNull();
  }

  private void find(String kind, String id) {
    findings.add(kind + " " + id);
  }
}
