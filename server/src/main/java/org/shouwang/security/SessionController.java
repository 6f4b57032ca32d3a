package org.shouwang.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.SignIn.Begun;
import org.shouwang.web.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One's own session. */
@RestController
@RequestMapping("/api/v1/session")
class SessionController {

  private final SignIn signIn;
  private final AccountStore accounts;
  private final Names names;
  private final Demo demo;
  private final SecuritySettings settings;

  SessionController(
      SignIn signIn, AccountStore accounts, Names names, Demo demo, SecuritySettings settings) {
    this.signIn = signIn;
    this.accounts = accounts;
    this.names = names;
    this.demo = demo;
    this.settings = settings;
  }

  record Credentials(@Nullable String username, @Nullable String password) {}

  record PasswordChange(@Nullable String current, @Nullable String next) {}

  record LanguageChange(@Nullable String language) {}

  record MyAccount(UUID id, String username, String displayName, String language) {}

  record MyScope(boolean everywhere, List<Names.Unit> units) {}

  record Me(
      MyAccount account,
      List<String> roles,
      Set<Permission> permissions,
      MyScope scope,
      boolean mustChangePassword,
      boolean demo) {}

  @PostMapping
  @Access(within = Within.PUBLIC)
  Me begin(
      @RequestBody Credentials credentials,
      HttpServletRequest request,
      HttpServletResponse response) {
    Begun begun =
        signIn.signIn(
            text(credentials.username()),
            text(credentials.password()),
            request.getRemoteAddr(),
            Cookies.session(request).orElse(null));
    Cookies.begin(request, response, begun.token(), settings.sessionLife());
    return me(begun.account());
  }

  /** Answers 401 to who is not signed in, but with the cookie that signing in needs. */
  @GetMapping
  @Access(within = Within.PUBLIC)
  Me current(@Nullable Caller caller, HttpServletRequest request, HttpServletResponse response) {
    boolean signedIn = caller != null && caller.kind() == Caller.Kind.ACCOUNT;
    Cookies.offerXsrf(request, response, signedIn);
    if (caller == null || !signedIn) {
      throw Refused.of(401, "security.not_signed_in");
    }
    return me(account(caller));
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Access(within = Within.SELF)
  void end(Caller caller, HttpServletRequest request, HttpServletResponse response) {
    requireAccount(caller);
    signIn.signOut(caller, Cookies.session(request).orElseThrow());
    Cookies.end(request, response);
  }

  @PutMapping("/password")
  @Access(within = Within.SELF)
  Me changePassword(
      @RequestBody PasswordChange change,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    requireAccount(caller);
    Begun begun =
        signIn.changePassword(
            caller, text(change.current()), text(change.next()), request.getRemoteAddr());
    Cookies.begin(request, response, begun.token(), settings.sessionLife());
    return me(begun.account());
  }

  @PutMapping("/language")
  @Access(within = Within.SELF)
  Me changeLanguage(@RequestBody LanguageChange change, Caller caller) {
    requireAccount(caller);
    signIn.changeLanguage(caller, text(change.language()));
    return me(account(caller));
  }

  private Account account(Caller caller) {
    return accounts.byId(caller.id()).orElseThrow(() -> Refused.of(401, "security.not_signed_in"));
  }

  private static void requireAccount(Caller caller) {
    if (caller.kind() != Caller.Kind.ACCOUNT) {
      throw Refused.forbidden("security.forbidden");
    }
  }

  private static String text(@Nullable String given) {
    return given == null ? "" : given;
  }

  private Me me(Account account) {
    Set<UUID> units = account.scope().units();
    return new Me(
        new MyAccount(account.id(), account.username(), account.displayName(), account.language()),
        AccountView.roles(account),
        new TreeSet<>(account.permissions()),
        new MyScope(account.scope().everywhere(), names.units(units, names.ofUnits(units))),
        account.mustChangePassword(),
        demo.on());
  }
}
