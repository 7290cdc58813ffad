package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The beans that the routes of a site may name. */
final class Beans {
  /** What the bridge binds itself: {@code RunCommand} and {@code WebhookServer}. */
  private static final Set<String> BOUND =
      Set.of("webhook-server-factory", "open-requests", "platform-http-engine");

  private final Site site;
  private final Set<String> declared = new TreeSet<>();

  private Beans(Site site) {
    this.site = site;
    Placeholders placeholders = new Placeholders(site);
    in(site)
        .map(bean -> bean.text("name"))
        .filter(name -> name != null)
        .map(placeholders::replace)
        .forEach(declared::add);
  }

  /** The beans in the files, each with its name, type and arguments. */
  static Stream<YamlNode> in(Site site) {
    return site.files().stream()
        .flatMap(file -> file.documents().stream())
        .flatMap(document -> document.items().stream())
        .map(item -> item.get("beans"))
        .filter(beans -> beans != null)
        .flatMap(beans -> beans.items().stream());
  }

  static Beans of(Site site) {
    return new Beans(site);
  }

  /** The names of the beans in the files. */
  Set<String> declared() {
    return declared;
  }

  /** Whether the files, the settings {@code camel.beans.*} or the bridge itself bind the name. */
  boolean has(String name) {
    String setting = "camel.beans." + name;
    return declared.contains(name)
        || BOUND.contains(name)
        || site.setting().apply(setting).isPresent()
        || site.setting().apply(setting + "[0]").isPresent();
  }
}
