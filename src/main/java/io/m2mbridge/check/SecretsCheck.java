package io.m2mbridge.check;

import io.m2mbridge.settings.PastedSecret;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.settings.WeakSecret;
import io.m2mbridge.webhook.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Checks the webhook secrets and the API key. Its sentences never quote their values. */
final class SecretsCheck {
  private SecretsCheck() {}

  /**
   * Returns one sentence on each mistake.
   *
   * @param settings gives the value of a setting, or an empty string if it isn't set
   */
  static List<String> mistakes(UnaryOperator<String> settings) {
    List<String> mistakes = new ArrayList<>();
    webhookSecrets(settings.apply("m2m.webhook.secret")).ifPresent(mistakes::add);
    String key = settings.apply("m2m.api.key");
    if (isPasted(key)) {
      mistakes.add(
          "The API key "
              + PastedSecret.inKey(key).orElseThrow()
              + ": set M2M_API_KEY, or the content of its file, to the key alone.");
    }
    return mistakes;
  }

  private static Optional<String> webhookSecrets(String list) {
    List<String> secrets = Signature.secretsIn(list);
    Optional<String> pasted = PastedSecret.inList(list);
    if (secrets.isEmpty()) {
      return Optional.of(
          "The webhook secret is missing: set M2M_WEBHOOK_SECRET to the one that M2M's Partner Portal shows.");
    } else if (pasted.isPresent()) {
      return Optional.of(
          "A webhook secret "
              + pasted.get()
              + ": set M2M_WEBHOOK_SECRET, or the content of its file, to the secret alone.");
    } else if (secrets.stream().anyMatch(WeakSecret::isShort)) {
      return Optional.of(
          "A webhook secret is shorter than "
              + WeakSecret.SHORTEST
              + " characters: set M2M_WEBHOOK_SECRET to the whole secret, whsec_ included.");
    } else if (secrets.stream().anyMatch(WeakSecret::isMonotonous)) {
      return Optional.of(
          "A webhook secret is made of so few different characters that it could be guessed: set"
              + " M2M_WEBHOOK_SECRET to the one that M2M's Partner Portal shows.");
    } else if (!Settings.isDev() && secrets.stream().anyMatch(WeakSecret::isSample)) {
      return Optional.of(
          "A webhook secret is a sample that anyone can read: set M2M_WEBHOOK_SECRET to the one that"
              + " M2M's Partner Portal shows.");
    }
    return Optional.empty();
  }

  /** Whether a key of one line has a mistake of pasting. */
  static boolean isPasted(String key) {
    return key.lines().count() == 1 && PastedSecret.inKey(key).isPresent();
  }
}
