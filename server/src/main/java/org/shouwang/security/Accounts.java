package org.shouwang.security;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.web.Page;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Accounts as administrators manage them; every change is audited and holds within a second. */
@Component
class Accounts {

  private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{N}._@-]{2,64}");

  private final AccountStore store;
  private final Sessions sessions;
  private final Revisions revisions;
  private final Passwords passwords;
  private final Failures failures;
  private final Names names;
  private final Audit audit;
  private final Clock clock;
  private final SecuritySettings settings;
  private final TransactionTemplate transaction;

  Accounts(
      AccountStore store,
      Sessions sessions,
      Revisions revisions,
      Passwords passwords,
      Failures failures,
      Names names,
      Audit audit,
      Clock clock,
      SecuritySettings settings,
      TransactionTemplate transaction) {
    this.store = store;
    this.sessions = sessions;
    this.revisions = revisions;
    this.passwords = passwords;
    this.failures = failures;
    this.names = names;
    this.audit = audit;
    this.clock = clock;
    this.settings = settings;
    this.transaction = transaction;
  }

  /**
   * What an administrator fills in; what is null stays as it is.
   *
   * @param validUntil last day; {@code endless} takes it away
   */
  record Fields(
      @Nullable String username,
      @Nullable String displayName,
      @Nullable Set<String> roles,
      @Nullable Set<UUID> units,
      @Nullable Boolean everywhere,
      @Nullable LocalDate validUntil,
      @Nullable String pin,
      @Nullable Boolean disabled) {}

  /** A new account or password, told once. */
  record Issued(AccountView account, String initialPassword) {}

  Page<AccountView> list(String q, @Nullable String after, int limit) {
    List<Account> found = store.list(q, after == null ? "" : after, limit + 1);
    Set<UUID> units = new HashSet<>();
    found.forEach(account -> units.addAll(account.scope().units()));
    Map<UUID, String> unitNames = names.ofUnits(units);
    Map<UUID, Instant> locks = failures.lockedUntil(found);
    Page<Account> page =
        Page.of(found, limit, account -> account.username().toLowerCase(Locale.ROOT));
    return new Page<>(
        page.items().stream().map(account -> view(account, unitNames, locks)).toList(),
        page.next(),
        page.total());
  }

  Issued add(Caller caller, Fields fields) {
    String password = Secrets.newPassword();
    Account blank =
        new Account(
            UUID.randomUUID(),
            "",
            "",
            Set.of(),
            Scope.NOWHERE,
            null,
            false,
            false,
            "zh-CN",
            passwords.hash(password),
            true,
            null,
            null,
            0);
    Account filled = fill(blank, fields, fields.validUntil());
    @Nullable String digits = fields.pin();
    Account account = digits == null ? filled : AccountChange.pin(filled, newPin(digits));
    transaction.executeWithoutResult(status -> {
      if (!store.insert(account, clock.instant())) {
        throw taken(account);
      }
      record(caller, "security.account_made", account);
    });
    return new Issued(view(account), password);
  }

  /**
   * Changes some fields.
   *
   * @param endless whether the last day is taken away
   */
  AccountView change(Caller caller, UUID id, Fields fields, boolean endless) {
    Account before = find(id);
    @Nullable LocalDate validUntil =
        endless ? null : fields.validUntil() == null ? before.validUntil() : fields.validUntil();
    Account profile = fill(before, fields, validUntil);
    requireNotOneself(caller, before, profile);
    @Nullable String digits = fields.pin();
    Account after = digits == null ? profile : AccountChange.pin(profile, newPin(digits));
    transaction.executeWithoutResult(status -> {
      if (!after.username().equalsIgnoreCase(before.username())
          && store.byUsername(after.username()).isPresent()) {
        throw taken(after);
      }
      update(after);
      record(caller, "security.account_changed", after);
    });
    return view(after);
  }

  Issued resetPassword(Caller caller, UUID id) {
    String password = Secrets.newPassword();
    Account account = AccountChange.password(find(id), passwords.hash(password), true);
    transaction.executeWithoutResult(status -> {
      update(account);
      sessions.endAllOf(account);
      failures.clear(account.username());
      record(caller, "security.password_reset", account);
    });
    return new Issued(view(account), password);
  }

  void setPin(Caller caller, UUID id, String digits) {
    Account account = AccountChange.pin(find(id), newPin(digits));
    transaction.executeWithoutResult(status -> {
      update(account);
      record(caller, "security.pin_set", account);
    });
  }

  private void update(Account account) {
    if (!store.update(account)) {
      throw Refused.conflict("security.account_moved_on");
    }
    revisions.raiseAccounts();
  }

  private Account find(UUID id) {
    return store.byId(id).orElseThrow(() -> Refused.notFound("security.account_unknown"));
  }

  private Pin newPin(String digits) {
    Pin.check(digits);
    return passwords.inTurn(() -> Pin.of(digits, settings.pinIterations()));
  }

  private Account fill(Account account, Fields fields, @Nullable LocalDate validUntil) {
    String username = orElse(fields.username(), account.username()).strip();
    if (!USERNAME.matcher(username).matches()) {
      throw Refused.invalid("security.username_form").field("username").value(username);
    }
    String displayName = orElse(fields.displayName(), account.displayName()).strip();
    if (displayName.isEmpty() || displayName.length() > 100) {
      throw Refused.invalid("security.display_name_form").field("displayName");
    }
    Set<Role> roles = fields.roles() == null ? account.roles() : roles(fields.roles());
    if (roles.isEmpty()) {
      throw Refused.invalid("security.role_missing").field("roles");
    }
    return AccountChange.profile(
        account,
        username,
        displayName,
        roles,
        scope(account.scope(), fields),
        validUntil,
        fields.disabled() == null ? account.disabled() : fields.disabled());
  }

  private Scope scope(Scope before, Fields fields) {
    boolean everywhere = fields.everywhere() == null ? before.everywhere() : fields.everywhere();
    if (fields.everywhere() == null && fields.units() != null && !fields.units().isEmpty()) {
      everywhere = false;
    }
    if (everywhere) {
      return Scope.EVERYWHERE;
    }
    Set<UUID> units = fields.units() == null ? before.units() : fields.units();
    names.requireUnits(units);
    return new Scope(false, units);
  }

  private static Set<Role> roles(Set<String> keys) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String key : keys) {
      Predicate<Role> named = role -> role.key().equals(key);
      roles.add(
          EnumSet.allOf(Role.class).stream()
              .filter(named)
              .findFirst()
              .orElseThrow(
                  () -> Refused.invalid("security.role_unknown").field("roles").value(key)));
    }
    return roles;
  }

  /** Nobody locks themselves out; so there is always an administrator left. */
  private static void requireNotOneself(Caller caller, Account before, Account after) {
    boolean gone =
        after.disabled()
            || !after.roles().contains(Role.ADMINISTRATOR)
            || after.validUntil() != null;
    if (caller.id().equals(before.id()) && before.roles().contains(Role.ADMINISTRATOR) && gone) {
      throw Refused.conflict("security.own_account");
    }
  }

  private static Refused taken(Account account) {
    return Refused.conflict("security.username_taken").field("username").value(account.username());
  }

  private static String orElse(@Nullable String given, String otherwise) {
    return given == null ? otherwise : given;
  }

  private AccountView view(Account account) {
    return view(
        account, names.ofUnits(account.scope().units()), failures.lockedUntil(List.of(account)));
  }

  private AccountView view(Account account, Map<UUID, String> unitNames, Map<UUID, Instant> locks) {
    return AccountView.of(
        account, names.units(account.scope().units(), unitNames), locks.get(account.id()));
  }

  private void record(Caller caller, String action, Account account) {
    audit.record(caller.actor(), action, "account:" + account.id(), AccountView.audited(account));
  }
}
