package org.shouwang.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.AuditLog.Filter;
import org.shouwang.audit.AuditLog.Shown;
import org.shouwang.audit.AuditLog.ShownSeal;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the log: pages for people, the whole chain in order for a verification. */
@Repository
class AuditBoard {

  private static final int FETCH = 2_000;

  private static final String LIST =
      """
      select e.at, e.id, e.actor_kind, e.actor, e.actor_name, e.action, e.subject, e.cause, b.body
      from audit.entry e left join audit.body b using (at, id)
      where (:actor::text is null or e.actor::text = :actor
             or position(lower(:actor) in lower(e.actor_name)) > 0)
        and (:action::text is null or starts_with(e.action, :action))
        and e.at >= coalesce(:from::timestamptz, '-infinity')
        and e.at < coalesce(:to::timestamptz, 'infinity')
        and (e.at, e.id) < (coalesce(:beforeAt::timestamptz, 'infinity'),
                            coalesce(:beforeId::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
      order by e.at desc, e.id desc
      limit :limit
      """;

  /** Persons, units and places are about too much to be followed. */
  private static final String FOLLOWED =
      """
      with recursive node (id) as (
        select unnest(:roots::uuid[])
        union
        select next.id
        from node
        join audit.entry e on e.cause = node.id and e.at >= :since
        cross join lateral (values
          (e.id),
          (case when e.subject ~ '^(case|order|incident|report|signal):[0-9a-f-]{36}$'
                then substring(e.subject from '[^:]*$')::uuid end)) as next (id)
        where next.id is not null)
      select e.at, e.id, e.actor_kind, e.actor, e.actor_name, e.action, e.subject, e.cause, b.body
      from audit.entry e left join audit.body b using (at, id)
      where e.at >= :since and e.cause in (select id from node)
        and (e.at, e.id) < (coalesce(:beforeAt::timestamptz, 'infinity'),
                            coalesce(:beforeId::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
      order by e.at desc, e.id desc
      limit :limit
      """;

  private static final String SEALS =
      """
      select no, at, below::text as below, entries, previous, head
      from audit.seal where no < :before order by no desc limit :limit
      """;

  private static final String CHAIN =
      "select no, at, below::text as below, entries, previous, head from audit.seal order by no";

  private static final String ENTRIES =
      """
      select e.at, e.id, e.xid::text as xid, e.actor_kind, e.actor, e.actor_name, e.action,
             e.subject, e.cause, e.body_hash, e.digest, b.body
      from audit.entry e left join audit.body b using (at, id)
      order by e.xid, e.id
      """;

  private static final String VOUCHING =
      """
      select e.id, e.at, b.body
      from audit.entry e join audit.body b using (at, id)
      where e.action = :action
      order by e.id
      """;

  private final JdbcClient jdbc;

  AuditBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Page<Shown> list(Filter filter, @Nullable String after, int limit) {
    String[] key = key(after);
    List<Shown> rows =
        jdbc.sql(LIST)
            .param("actor", filter.actor())
            .param("action", filter.action())
            .param("from", utc(filter.from()))
            .param("to", utc(filter.to()))
            .param("beforeAt", key.length == 0 ? null : key[0])
            .param("beforeId", key.length == 0 ? null : key[1])
            .param("limit", limit + 1)
            .query((row, n) -> shown(row))
            .list();
    return Page.of(rows, limit, it -> it.at() + " " + it.id());
  }

  Page<Shown> followed(
      java.util.Collection<UUID> roots, Instant since, @Nullable String after, int limit) {
    String[] key = key(after);
    List<Shown> rows =
        jdbc.sql(FOLLOWED)
            .param("roots", org.shouwang.storage.Columns.texts(roots, it -> it))
            .param("since", utc(since))
            .param("beforeAt", key.length == 0 ? null : key[0])
            .param("beforeId", key.length == 0 ? null : key[1])
            .param("limit", limit + 1)
            .query((row, n) -> shown(row))
            .list();
    return Page.of(rows, limit, it -> it.at() + " " + it.id());
  }

  private static String[] key(@Nullable String after) {
    String[] key = Page.decode(after, AuditBoard::parts);
    return key == null ? new String[0] : key;
  }

  private static String[] parts(String key) {
    String[] parts = key.split(" ", 2);
    return new String[] {
      PlainValues.instant(parts[0]).toString(), PlainValues.uuid(parts[1]).toString()
    };
  }

  Page<ShownSeal> seals(@Nullable String after, int limit) {
    Long last = Page.decode(after, Long::valueOf);
    long before = last == null ? Long.MAX_VALUE : last;
    List<ShownSeal> rows =
        jdbc.sql(SEALS)
            .param("before", before)
            .param("limit", limit + 1)
            .query((row, n) -> {
              SealRow seal = seal(row);
              return new ShownSeal(
                  seal.no(),
                  seal.at(),
                  seal.entries(),
                  HexFormat.of().formatHex(seal.previous()),
                  HexFormat.of().formatHex(seal.head()));
            })
            .list();
    return Page.of(rows, limit, it -> String.valueOf(it.no()));
  }

  /** All links in order; within a transaction, to be closed. */
  Stream<SealRow> chain() {
    return jdbc.sql(CHAIN).withFetchSize(FETCH).query((row, n) -> seal(row)).stream();
  }

  /** All entries in the order they are sealed in; within a transaction, to be closed. */
  Stream<EntryRow> entries() {
    return jdbc.sql(ENTRIES).withFetchSize(FETCH).query((row, n) -> entry(row)).stream();
  }

  /** Entries of an action with their bodies, by id; within a transaction, to be closed. */
  Stream<Vouching> vouching(String action) {
    return jdbc
        .sql(VOUCHING)
        .param("action", action)
        .withFetchSize(FETCH)
        .query((row, n) ->
            new Vouching(
                row.getObject("id", UUID.class), instant(row, "at"), row.getString("body")))
        .stream();
  }

  private static Shown shown(ResultSet row) throws SQLException {
    return new Shown(
        row.getObject("id", UUID.class),
        instant(row, "at"),
        actor(row),
        row.getString("action"),
        row.getString("subject"),
        row.getObject("cause", UUID.class),
        row.getString("body"));
  }

  private static SealRow seal(ResultSet row) throws SQLException {
    return new SealRow(
        row.getLong("no"),
        instant(row, "at"),
        Long.parseUnsignedLong(row.getString("below")),
        row.getInt("entries"),
        row.getBytes("previous"),
        row.getBytes("head"));
  }

  private static EntryRow entry(ResultSet row) throws SQLException {
    return new EntryRow(
        Long.parseUnsignedLong(row.getString("xid")),
        instant(row, "at"),
        row.getObject("id", UUID.class),
        actor(row),
        row.getString("action"),
        row.getString("subject"),
        row.getObject("cause", UUID.class),
        row.getString("body"),
        row.getBytes("body_hash"),
        row.getBytes("digest"));
  }

  private static Actor actor(ResultSet row) throws SQLException {
    return new Actor(
        row.getString("actor_kind"),
        row.getObject("actor", UUID.class),
        row.getString("actor_name"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  /**
   * A link.
   *
   * @param below unsigned
   */
  record SealRow(long no, Instant at, long below, int entries, byte[] previous, byte[] head) {}

  /**
   * An entry as kept.
   *
   * @param xid unsigned
   */
  record EntryRow(
      long xid,
      Instant at,
      UUID id,
      Actor actor,
      String action,
      @Nullable String subject,
      @Nullable UUID cause,
      @Nullable String body,
      byte[] bodyHash,
      byte[] digest) {}

  /** An entry that vouches for rows of others. */
  record Vouching(UUID id, Instant at, String body) {}
}
