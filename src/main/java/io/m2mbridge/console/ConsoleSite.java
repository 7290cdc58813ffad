package io.m2mbridge.console;

import io.m2mbridge.console.access.Access;
import io.m2mbridge.console.access.ConsoleRequest;
import io.m2mbridge.console.access.ConsoleRoles;
import io.m2mbridge.console.access.Origin;
import io.m2mbridge.console.access.RefusedException;
import io.m2mbridge.console.access.TrustedProxy;
import io.m2mbridge.console.access.Viewer;
import io.m2mbridge.console.action.Action;
import io.m2mbridge.console.action.Actions;
import io.m2mbridge.console.screen.InvalidRequestException;
import io.m2mbridge.console.screen.Page;
import io.m2mbridge.console.screen.Request;
import io.m2mbridge.console.screen.Screens;
import io.m2mbridge.inspect.ReportJson;
import io.m2mbridge.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** All that the console has: it finds the page of a request, and who may see it. */
final class ConsoleSite {
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");

  private final RequestReader reader;
  private final Origin origin;
  private final @Nullable Access access;
  private final @Nullable ConsoleRoles roles;
  private final List<Screens.Entry> screens;
  private final Map<String, Action> actions;
  private final Assets assets = new Assets();
  private final Pages pages;
  private final ErrorAnswers errors;

  /**
   * @param access the login of the console; null where the application has one
   * @param roles the application's bean; null where the console has a login
   */
  ConsoleSite(
      CamelContext context,
      DataSource dataSource,
      Settings settings,
      TrustedProxy proxy,
      @Nullable Access access,
      @Nullable ConsoleRoles roles) {
    reader = new RequestReader(proxy.userHeader());
    origin = new Origin(settings.get("m2m.console.host"), settings.get("m2m.console.origin"));
    this.access = access;
    this.roles = roles;
    screens = Screens.of(context);
    actions = Actions.of(dataSource);
    pages = new Pages(screens, assets.base());
    errors = new ErrorAnswers(pages);
  }

  /** Answers a request. */
  Answer answer(Exchange exchange) {
    boolean isForJson =
        ConsoleRequest.isForJson(exchange.getIn().getHeader("Accept", "", String.class));
    try {
      ConsoleRequest request = reader.read(exchange);
      origin.checkHost(request);
      return answer(request, exchange);
    } catch (RefusedException e) {
      return errors.refused(e, isForJson);
    } catch (InvalidRequestException e) {
      return errors.refused(400, String.valueOf(e.getMessage()), isForJson);
    } catch (Throwable e) { // also errors: Camel's own answer to one is a bare 500
      return errors.failed(e, isForJson);
    }
  }

  private Answer answer(ConsoleRequest request, Exchange exchange) {
    if (!METHODS.contains(request.method())) {
      throw new RefusedException(405, "The console knows GET and POST.");
    }
    if (Assets.isAsset(request.path())) {
      return assets.answer(request.path()).orElseThrow(ConsoleSite::noPage);
    }
    if (request.isUnsafe()) {
      origin.checkSite(request);
    }
    if (access != null) {
      LoginPages login = new LoginPages(access, pages);
      if (request.path().equals(LoginPages.LOGIN)) {
        return login.logIn(request);
      }
      if (request.path().equals(LoginPages.LOGOUT) && request.isUnsafe()) {
        return login.logOut(request);
      }
    }
    Optional<Viewer> viewer = viewer(request, exchange);
    return viewer.isPresent() ? page(request, viewer.get()) : LoginPages.ask(request, errors);
  }

  private Optional<Viewer> viewer(ConsoleRequest request, Exchange exchange) {
    if (access != null) {
      return access.viewer(request);
    }
    Viewer viewer = roles == null ? null : roles.viewer(exchange);
    if (viewer == null) {
      throw new RefusedException(403, "The console isn't for this user.");
    }
    return Optional.of(viewer);
  }

  private Answer page(ConsoleRequest request, Viewer viewer) {
    String path = request.path();
    int slash = path.indexOf('/');
    String first = slash < 0 ? path : path.substring(0, slash);
    Request asked =
        new Request(slash < 0 ? "" : path.substring(slash + 1), request.query(), viewer);
    Action action = actions.get(first);
    if (action != null) {
      return answer(action.title(), first, act(action, asked, request), request, viewer);
    }
    if (request.isUnsafe()) {
      throw new RefusedException(405, "This page changes nothing: ask for it by GET.");
    }
    Screens.Entry screen =
        screens.stream()
            .filter(entry -> entry.path().equals(first))
            .findFirst()
            .orElseGet(() -> first.isEmpty() ? screens.get(0) : null);
    if (screen == null) {
      throw noPage();
    }
    return answer(screen.title(), screen.path(), screen.screen().page(asked), request, viewer);
  }

  private static Page act(Action action, Request asked, ConsoleRequest request) {
    if (!request.isUnsafe()) {
      return action.plan(asked);
    }
    if (!asked.viewer().isOperator()) {
      throw new RefusedException(403, "A viewer may not do this: ask an operator.");
    }
    return action.perform(asked, request.form());
  }

  private Answer answer(
      String title, String current, Page page, ConsoleRequest request, Viewer viewer) {
    return request.isForJson()
        ? Answer.json(page.status(), ReportJson.of(page.report()))
        : Answer.html(
            page.status(), pages.render(page.template(), title, current, viewer, page.model()));
  }

  private static RefusedException noPage() {
    return new RefusedException(404, "There is no such page.");
  }
}
