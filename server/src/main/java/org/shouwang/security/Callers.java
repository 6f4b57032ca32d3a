package org.shouwang.security;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.Refused;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Tells who calls, from a device's bearer token or else a session's cookie. */
@Component
public class Callers {

  private static final String BEARER = "Bearer ";
  private static final int MOST = 1_000;

  private final Sessions sessions;
  private final Devices devices;
  private final AccountStore accounts;
  private final Clock clock;
  private final Remembered<Account> remembered;

  Callers(
      Sessions sessions, Devices devices, AccountStore accounts, Revisions revisions, Clock clock) {
    this.sessions = sessions;
    this.devices = devices;
    this.accounts = accounts;
    this.clock = clock;
    this.remembered = new Remembered<>(revisions::accounts);
  }

  /**
   * Whether somebody who was let in before still may; long-lived streams ask it with every event.
   * Costs no query while nothing was changed.
   */
  public boolean stillMay(Caller caller, Permission permission) {
    return switch (caller.kind()) {
      case SYSTEM -> true;
      case PERSON -> false; // a link opens no stream
      case DEVICE -> caller.may(permission) && devices.isActive(caller.id());
      case ACCOUNT ->
          remembered
              .get(caller.id(), accounts::byId)
              .filter(it -> sessions.works(it, clock.instant()))
              .filter(it -> it.permissions().contains(permission))
              .isPresent();
    };
  }

  /**
   * Who makes a request.
   *
   * @param caller null for nobody
   * @param bearer whether a bearer token was given; cookies don't count then
   * @param refusal why it is not taken; null otherwise
   * @param mustChangePassword may do nothing but that
   */
  record Identified(
      @Nullable Caller caller,
      boolean bearer,
      @Nullable Refused refusal,
      boolean mustChangePassword) {

    static final Identified NOBODY = new Identified(null, false, null, false);
  }

  Identified identify(HttpServletRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null && authorization.startsWith(BEARER)) {
      try {
        return new Identified(
            devices.authenticate(authorization.substring(BEARER.length())), true, null, false);
      } catch (Refused refusal) {
        return new Identified(null, true, refusal, false);
      }
    }
    Optional<Account> account = Cookies.session(request).flatMap(sessions::account);
    return account
        .map(it -> new Identified(it.caller(), false, null, it.mustChangePassword()))
        .orElse(Identified.NOBODY);
  }

  /** The caller that an account would be now; empty for one that is unknown or doesn't work. */
  public Optional<Caller> account(UUID id) {
    return remembered
        .get(id, accounts::byId)
        .filter(it -> sessions.works(it, clock.instant()))
        .map(Account::caller);
  }

  /** Accounts that work now and may do something, a thousand at most, by user name. */
  public List<Caller> accountsThatMay(Permission permission) {
    return accounts.list("", "", MOST).stream()
        .filter(it -> sessions.works(it, clock.instant()))
        .map(Account::caller)
        .filter(it -> it.may(permission))
        .toList();
  }
}
