package org.shouwang.command;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who may sign for whom, and until when. */
@Repository
class DeputyStore {

  private static final String IS_DEPUTY =
      """
      select exists (
        select from command.deputy
        where principal_id = :principal and deputy_id = :deputy and during @> :now::timestamptz)
      """;

  private static final String PRINCIPALS_OF =
      """
      select principal_id from command.deputy
      where deputy_id = :deputy and during @> :now::timestamptz
      """;

  private static final String OF =
      """
      select principal_id, deputy_id, lower(during) as from_at, upper(during) as until_at, set_by
      from command.deputy
      where principal_id = any(:principals::uuid[]) and upper(during) > :now
      order by lower(during)
      """;

  /** One at a time sets the deputy of an account, so that the two statements below are one. */
  private static final String LOCK =
      "select pg_advisory_xact_lock(hashtext('command.deputy'), hashtext(:principal))";

  private static final String NEVER_BEGAN =
      "delete from command.deputy where principal_id = :principal and lower(during) >= :now";

  private static final String END =
      """
      update command.deputy set during = tstzrange(lower(during), :now)
      where principal_id = :principal and during @> :now::timestamptz and lower(during) < :now
      """;

  private static final String SET =
      """
      insert into command.deputy (principal_id, deputy_id, during, set_by, set_at)
      values (:principal, :deputy, tstzrange(:from, :until), :by, :now)
      """;

  private final JdbcClient jdbc;

  DeputyStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A deputy, named by account. */
  record Standing(UUID principal, UUID deputy, Instant from, Instant until, String setBy) {}

  boolean isDeputy(UUID principal, UUID deputy, Instant now) {
    return jdbc.sql(IS_DEPUTY)
        .param("principal", principal)
        .param("deputy", deputy)
        .param("now", time(now))
        .query(Boolean.class)
        .single();
  }

  Set<UUID> principalsOf(UUID deputy, Instant now) {
    return new HashSet<>(
        jdbc.sql(PRINCIPALS_OF)
            .param("deputy", deputy)
            .param("now", time(now))
            .query(UUID.class)
            .list());
  }

  /** Deputies of accounts that stand now or will. */
  List<Standing> of(Collection<UUID> principals, Instant now) {
    return jdbc.sql(OF)
        .param("principals", texts(principals, id -> id))
        .param("now", time(now))
        .query((row, n) ->
            new Standing(
                row.getObject("principal_id", UUID.class),
                row.getObject("deputy_id", UUID.class),
                row.getTimestamp("from_at").toInstant(),
                row.getTimestamp("until_at").toInstant(),
                row.getString("set_by")))
        .list();
  }

  /** Ends whoever stands or would; acts they signed stay as they are. */
  int end(UUID principal, Instant now) {
    jdbc.sql(LOCK).param("principal", principal.toString()).query((row, n) -> true).list();
    int never =
        jdbc.sql(NEVER_BEGAN).param("principal", principal).param("now", time(now)).update();
    return never + jdbc.sql(END).param("principal", principal).param("now", time(now)).update();
  }

  void set(Standing standing, Instant now) {
    end(standing.principal(), now);
    jdbc.sql(SET)
        .param("principal", standing.principal())
        .param("deputy", standing.deputy())
        .param("from", time(standing.from()))
        .param("until", time(standing.until()))
        .param("by", standing.setBy())
        .param("now", time(now))
        .update();
  }
}
