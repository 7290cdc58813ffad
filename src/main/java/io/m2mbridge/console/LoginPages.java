package io.m2mbridge.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.console.access.Access;
import io.m2mbridge.console.access.ConsoleRequest;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Optional;

/** The login and the end of a session. */
final class LoginPages {
  static final String LOGIN = "login";
  static final String LOGOUT = "logout";
  private static final String HOME = "/console";
  private static final String LOGIN_PAGE = HOME + "/" + LOGIN;
  private static final String COOKIE_SCOPE = "; Path=/; Secure; HttpOnly; SameSite=Strict";

  /** Half a year, in seconds. */
  private static final String KNOWN_FOR = "; Max-Age=15552000";

  private final Access access;
  private final Pages pages;

  LoginPages(Access access, Pages pages) {
    this.access = access;
    this.pages = pages;
  }

  /** Shows the form, or takes a name and a password. */
  Answer logIn(ConsoleRequest request) {
    Map<String, String> given = request.isUnsafe() ? request.form() : request.query();
    String next = ownPage(given.getOrDefault("next", HOME));
    if (!request.isUnsafe()) {
      return access.viewer(request).isPresent() ? Answer.seeOther(next) : form(200, next, "");
    }
    Optional<Access.Login> login =
        access.logIn(
            request.form().getOrDefault("name", "").strip(),
            request.form().getOrDefault("password", ""),
            request);
    return login.isPresent()
        ? Answer.seeOther(next)
            .with("Set-Cookie", Access.COOKIE + "=" + login.get().session() + COOKIE_SCOPE)
            .with(
                "Set-Cookie",
                Access.KNOWN_BROWSER + "=" + login.get().browser() + COOKIE_SCOPE + KNOWN_FOR)
        : form(401, next, "The name or the password is wrong.");
  }

  private Answer form(int status, String next, String problem) {
    return Answer.html(
        status, pages.render("login.jte", "Log in", "", null, new LoginModel(next, problem)));
  }

  /** A link may name another page, and must not lead to another site. */
  private static String ownPage(String next) {
    return next.matches("/console(/[\\x21-\\x7e&&[^\\\\]]*)?") ? next : HOME;
  }

  Answer logOut(ConsoleRequest request) {
    access.logOut(request);
    return Answer.seeOther(LOGIN_PAGE)
        .with("Set-Cookie", Access.COOKIE + "=" + COOKIE_SCOPE + "; Max-Age=0");
  }

  /** Answers a request without a login. A program is asked for its password, a browser isn't. */
  static Answer ask(ConsoleRequest request, ErrorAnswers errors) {
    if (request.isForJson()) {
      return errors
          .refused(401, "Log in by HTTP Basic, with a user of m2m.console.users.", true)
          .with("WWW-Authenticate", "Basic realm=\"m2m-bridge console\", charset=\"UTF-8\"");
    }
    if (request.isPoll()) {
      return errors.refused(401, "The session has ended.", false).with("HX-Redirect", LOGIN_PAGE);
    }
    return Answer.seeOther(
        request.isUnsafe() ? LOGIN_PAGE : LOGIN_PAGE + "?next=" + encoded(address(request)));
  }

  private static String address(ConsoleRequest request) {
    StringBuilder address = new StringBuilder(HOME);
    for (String segment : request.path().split("/", -1)) {
      address.append('/').append(encoded(segment));
    }
    String separator = "?";
    for (var parameter : request.query().entrySet()) {
      address.append(separator).append(encoded(parameter.getKey())).append('=');
      address.append(encoded(parameter.getValue()));
      separator = "&";
    }
    return address.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
