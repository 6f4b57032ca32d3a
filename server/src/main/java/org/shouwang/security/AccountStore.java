package org.shouwang.security;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of accounts. */
@Repository
class AccountStore {

  private static final String COLUMNS =
      """
      select a.id, a.username, a.display_name, a.roles, a.everywhere, a.units, a.valid_until,
             a.disabled, a.demo, a.language, a.password_hash, a.must_change_password,
             a.pin_salt, a.pin_iterations, a.pin_hash, a.last_sign_in, a.version
      from security.account a
      """;

  private static final String BY_ID = COLUMNS + "where a.id = :id";

  private static final String BY_USERNAME = COLUMNS + "where a.username_key = lower(:username)";

  private static final String LIST =
      COLUMNS
          + """
          where a.username_key > :after
            and (:q = '' or strpos(a.username_key, lower(:q)) > 0
                         or strpos(lower(a.display_name), lower(:q)) > 0)
          order by a.username_key
          limit :limit
          """;

  private static final String GUARDS_WITH_PIN =
      COLUMNS
          + """
          where a.roles && array['guard', 'medic'] and a.pin_hash is not null and not a.disabled
            and (a.valid_until is null or a.valid_until >= :today)
            and (not a.demo or :demo)
          order by a.username_key
          """;

  private static final String INSERT =
      """
      insert into security.account
        (id, username, username_key, display_name, roles, everywhere, units, valid_until, demo,
         password_hash, must_change_password, pin_salt, pin_iterations, pin_hash, made_at)
      values (:id, :username, lower(:username), :displayName, :roles, :everywhere, :units,
              :validUntil, :demo, :passwordHash, :mustChange, :pinSalt, :pinIterations, :pinHash,
              :now)
      on conflict (username_key) do nothing
      """;

  private static final String UPDATE =
      """
      update security.account
      set username = :username, username_key = lower(:username), display_name = :displayName,
          roles = :roles, everywhere = :everywhere, units = :units, valid_until = :validUntil,
          disabled = :disabled, language = :language, password_hash = :passwordHash,
          must_change_password = :mustChange, pin_salt = :pinSalt,
          pin_iterations = :pinIterations, pin_hash = :pinHash, version = version + 1
      where id = :id and version = :version
      """;

  private static final String SIGNED_IN =
      "update security.account set last_sign_in = :now where id = :id";

  /** One first start at a time, over all instances. */
  private static final String LOCK_FIRST_START =
      "select pg_advisory_xact_lock(hashtext('security.first_start'))";

  private static final String ANY_ADMINISTRATOR =
      """
      select exists (
        select 1 from security.account
        where 'administrator' = any(roles) and not disabled and (not demo or :demo))
      """;

  private final JdbcClient jdbc;

  AccountStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Account> byId(UUID id) {
    return jdbc.sql(BY_ID).param("id", id).query(AccountStore::read).optional();
  }

  Optional<Account> byUsername(String username) {
    return jdbc.sql(BY_USERNAME).param("username", username).query(AccountStore::read).optional();
  }

  List<Account> list(String q, String after, int limit) {
    return jdbc.sql(LIST)
        .param("q", q)
        .param("after", after)
        .param("limit", limit)
        .query(AccountStore::read)
        .list();
  }

  List<Account> guardsWithPin(LocalDate today, boolean demo) {
    return jdbc.sql(GUARDS_WITH_PIN)
        .param("today", today)
        .param("demo", demo)
        .query(AccountStore::read)
        .list();
  }

  /**
   * Adds an account.
   *
   * @return false when the user name is taken
   */
  boolean insert(Account account, Instant now) {
    return values(jdbc.sql(INSERT), account)
            .param("demo", account.demo())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  /**
   * Changes an account.
   *
   * @return false when somebody else has changed it since it was read
   */
  boolean update(Account account) {
    return values(jdbc.sql(UPDATE), account)
            .param("disabled", account.disabled())
            .param("language", account.language())
            .param("version", account.version())
            .update()
        == 1;
  }

  void signedIn(UUID id, Instant now) {
    jdbc.sql(SIGNED_IN).param("id", id).param("now", now.atOffset(ZoneOffset.UTC)).update();
  }

  void lockFirstStart() {
    jdbc.sql(LOCK_FIRST_START).query((row, number) -> true).single();
  }

  boolean hasAdministrator(boolean demo) {
    return jdbc.sql(ANY_ADMINISTRATOR).param("demo", demo).query(Boolean.class).single();
  }

  private static JdbcClient.StatementSpec values(JdbcClient.StatementSpec sql, Account account) {
    Pin pin = account.pin();
    return sql.param("id", account.id())
        .param("username", account.username())
        .param("displayName", account.displayName())
        .param("roles", account.roles().stream().map(Role::key).toArray(String[]::new))
        .param("everywhere", account.scope().everywhere())
        .param("units", account.scope().unitArray())
        .param("validUntil", account.validUntil(), java.sql.Types.DATE)
        .param("passwordHash", account.passwordHash())
        .param("mustChange", account.mustChangePassword())
        .param("pinSalt", pin == null ? null : pin.salt(), java.sql.Types.BINARY)
        .param("pinIterations", pin == null ? null : pin.iterations(), java.sql.Types.INTEGER)
        .param("pinHash", pin == null ? null : pin.hash(), java.sql.Types.BINARY);
  }

  static Account read(ResultSet row, int number) throws SQLException {
    byte @Nullable [] salt = row.getBytes("pin_salt");
    @Nullable OffsetDateTime signedIn = row.getObject("last_sign_in", OffsetDateTime.class);
    boolean everywhere = row.getBoolean("everywhere");
    return new Account(
        row.getObject("id", UUID.class),
        row.getString("username"),
        row.getString("display_name"),
        roles(row.getArray("roles")),
        everywhere ? Scope.EVERYWHERE : new Scope(false, units(row.getArray("units"))),
        row.getObject("valid_until", LocalDate.class),
        row.getBoolean("disabled"),
        row.getBoolean("demo"),
        row.getString("language"),
        row.getString("password_hash"),
        row.getBoolean("must_change_password"),
        salt == null ? null : new Pin(salt, row.getInt("pin_iterations"), row.getBytes("pin_hash")),
        signedIn == null ? null : signedIn.toInstant(),
        row.getInt("version"));
  }

  private static Set<Role> roles(Array array) throws SQLException {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String key : (String[]) array.getArray()) {
      roles.add(Role.valueOf(key.toUpperCase(Locale.ROOT)));
    }
    return Collections.unmodifiableSet(roles);
  }

  private static Set<UUID> units(Array array) throws SQLException {
    return Collections.unmodifiableSet(new TreeSet<>(Arrays.asList((UUID[]) array.getArray())));
  }
}
