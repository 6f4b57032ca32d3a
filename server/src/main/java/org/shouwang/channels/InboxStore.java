package org.shouwang.channels;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.ObjectMapper;

/** What an account finds in the app: messages to itself and to the units its scope starts at. */
@Repository
class InboxStore {

  private static final String OWN =
      """
       ((m.to_kind = 'account' and m.to_id = :account)
         or (m.to_kind = 'unit' and m.to_id = any(:units)))
      """;

  private static final String UNREAD =
      """
       not exists (select 1 from channels.reading r
                   where r.account_id = :account and r.message_id = m.id)
      """;

  private static final String LIST =
      "select m.id, m.text, m.args, m.link, m.cause, m.at, m.to_kind, m.to_id,"
          + UNREAD
          + """
           as unread
          from channels.message m
          where (:before::uuid is null or m.id < :before::uuid)
            and (not :onlyUnread or
          """
          + UNREAD
          + ") and "
          + OWN
          + " order by m.id desc limit :limit";

  private static final String COUNT =
      "select count(*) from (select 1 from channels.message m"
          + " where m.id >= storage.uuid_floor(:since) and "
          + OWN
          + " and "
          + UNREAD
          + " limit :most) unread";

  private static final String READ =
      "insert into channels.reading (account_id, message_id, read_at)"
          + " select :account, m.id, :now from channels.message m"
          + " where (:all or m.id = any(:ids)) and "
          + OWN
          + " and "
          + UNREAD
          + " order by m.id on conflict do nothing";

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  InboxStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Whose inbox.
   *
   * @param units topmost ones of its scope
   */
  record Owner(UUID account, Collection<UUID> units) {}

  /** A message as it is kept. */
  record Row(
      UUID id,
      String text,
      Map<String, String> values,
      @Nullable String link,
      @Nullable UUID cause,
      Instant at,
      String toKind,
      UUID toId,
      boolean unread) {}

  List<Row> list(Owner owner, boolean onlyUnread, @Nullable UUID before, int limit) {
    return owned(jdbc.sql(LIST), owner)
        .param("onlyUnread", onlyUnread)
        .param("before", before)
        .param("limit", limit)
        .query((row, number) ->
            new Row(
                row.getObject("id", UUID.class),
                row.getString("text"),
                DeliveryStore.values(json, row.getString("args")),
                row.getString("link"),
                row.getObject("cause", UUID.class),
                row.getTimestamp("at").toInstant(),
                row.getString("to_kind"),
                row.getObject("to_id", UUID.class),
                row.getBoolean("unread")))
        .list();
  }

  /** How many are unread since a moment, counted no further than a number. */
  int unread(Owner owner, Instant since, int most) {
    return owned(jdbc.sql(COUNT), owner)
        .param("since", since.atOffset(ZoneOffset.UTC))
        .param("most", most)
        .query(Integer.class)
        .single();
  }

  /**
   * Marks messages as read; those of others stay.
   *
   * @param ids null: all
   */
  int read(Owner owner, @Nullable Collection<UUID> ids, Instant now) {
    return owned(jdbc.sql(READ), owner)
        .param("all", ids == null)
        .param("ids", new SqlArrayValue("uuid", ids == null ? new Object[0] : ids.toArray()))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  private static JdbcClient.StatementSpec owned(JdbcClient.StatementSpec sql, Owner owner) {
    return sql.param("account", owner.account())
        .param("units", new SqlArrayValue("uuid", owner.units().toArray()));
  }
}
