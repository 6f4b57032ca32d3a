package org.shouwang.security;

import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the first accounts where nobody could manage any: the demo's known ones, or an
 * administrator whose random password is shown once, on the console only. They exist before the
 * first request is answered.
 */
@Component
class FirstStart implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(FirstStart.class);

  private final AccountStore accounts;
  private final Passwords passwords;
  private final SecuritySettings settings;
  private final Audit audit;
  private final Clock clock;
  private final Demo demo;
  private final TransactionTemplate transaction;

  FirstStart(
      AccountStore accounts,
      Passwords passwords,
      SecuritySettings settings,
      Audit audit,
      Clock clock,
      Demo demo,
      TransactionTemplate transaction) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.settings = settings;
    this.audit = audit;
    this.clock = clock;
    this.demo = demo;
    this.transaction = transaction;
  }

  @Override
  public void afterSingletonsInstantiated() {
    transaction.executeWithoutResult(status -> {
      accounts.lockFirstStart();
      if (!accounts.hasAdministrator(demo.on())) {
        if (demo.on()) {
          makeDemo();
        } else {
          makeAdministrator();
        }
      }
    });
  }

  private void makeDemo() {
    String hash = passwords.hash(Demo.PASSWORD);
    Demo.SEEDS.forEach(seed -> make(account(seed, hash)));
    log.info("made the demo's known accounts");
  }

  private Account account(Demo.Seed seed, String hash) {
    return new Account(
        UUID.randomUUID(),
        seed.username(),
        seed.displayName(),
        Set.of(seed.role()),
        Demo.scope(seed.role()),
        null,
        false,
        true,
        "zh-CN",
        hash,
        false,
        seed.pin() == null ? null : Pin.of(seed.pin(), settings.pinIterations()),
        null,
        0);
  }

  private void makeAdministrator() {
    String password = Secrets.newPassword();
    String hash = passwords.hash(password);
    for (String username : new String[] {"admin", "administrator"}) {
      Account account =
          new Account(
              UUID.randomUUID(),
              username,
              "系统管理员",
              Set.of(Role.ADMINISTRATOR),
              Scope.EVERYWHERE,
              null,
              false,
              false,
              "zh-CN",
              hash,
              true,
              null,
              null,
              0);
      if (make(account)) {
        show(username, password);
        return;
      }
    }
    throw new IllegalStateException(
        "no account can administer this system, and both names for a new one are taken");
  }

  private boolean make(Account account) {
    if (!accounts.insert(account, clock.instant())) {
      return false;
    }
    audit.record(
        Actor.SYSTEM,
        "security.account_made",
        "account:" + account.id(),
        AccountView.audited(account));
    return true;
  }

  /** To the console and nowhere else: a logger would keep it in a file. */
  @SuppressWarnings("SystemOut")
  private static void show(String username, String password) {
    System.out.printf(
        """

        ============================================================
          首次启动 First start
          用户名 user name : %s
          密  码 password  : %s
          只显示这一次，登录后须修改。Shown once; change it at sign-in.
        ============================================================

        """,
        username, password);
  }
}
