package org.shouwang.command;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes notices, their editions, receipts and feedback. */
@Repository
class NoticeStore {

  private static final String SEND =
      """
      insert into command.notice (id, title, body, digest, asks, sent_at, sent_by, sent_for)
      values (:id, :title, :body, :digest, :asks, :now, :by, :for::text)
      """;

  private static final String EDITION =
      """
      insert into command.notice_edition (notice_id, edition, title, body, at, by_name, for_name)
      values (:id, :edition, :title, :body, :now, :by, :for::text)
      """;

  private static final String ADDRESS =
      """
      insert into command.notice_unit (notice_id, unit_id)
      select :id, unit::uuid from unnest(:units::text[]) as u(unit)
      """;

  private static final String HELD =
      "select id, edition, title, asks, digest from command.notice where id = :id for share";

  private static final String LOCKED =
      "select id, edition, title, asks, digest from command.notice where id = :id for update";

  private static final String CHANGE =
      """
      update command.notice
      set edition = :edition, title = :title, body = :body, digest = :digest
      where id = :id
      """;

  private static final String FORGET_MARKS =
      "update command.notice_unit set read_at = null, replied_at = null where notice_id = :id";

  private static final String ADDRESSED =
      """
      select unit_id from command.notice_unit
      where notice_id = :id and unit_id = any(:units::uuid[])
      """;

  private static final String RECEIPT =
      """
      insert into command.receipt (notice_id, edition, unit_id, account_id, account_name, for_name,
        at)
      select :id, :edition, unit::uuid, :account, :name, :for::text, :now
      from unnest(:units::text[]) as u(unit)
      on conflict do nothing
      """;

  private static final String READ =
      """
      update command.notice_unit set read_at = :now
      where notice_id = :id and unit_id = any(:units::uuid[]) and read_at is null
      """;

  private static final String REPLIED =
      """
      update command.notice_unit
      set replied_at = coalesce(replied_at, :now), read_at = coalesce(read_at, :now)
      where notice_id = :id and unit_id = :unit
      """;

  private static final String FEEDBACK =
      """
      insert into command.feedback (id, notice_id, edition, unit_id, body, at, by_name, for_name)
      values (:feedback, :id, :edition, :unit, :body, :now, :by, :for::text)
      """;

  private static final String SILENT =
      """
      select count(*) from command.notice_unit
      where notice_id = :id and (case when :reply then replied_at else read_at end) is null
        and (:every or unit_id = any(:units::uuid[]))
      """;

  private static final String CHASE =
      """
      update command.notice_unit
      set chased_at = :wall::timestamptz, chases = chases + 1
      where notice_id = :id and (case when :reply then replied_at else read_at end) is null
        and (:every or unit_id = any(:units::uuid[]))
        and (chased_at is null or chased_at <= :before::timestamptz)
      returning unit_id, chases
      """;

  private final JdbcClient jdbc;

  NoticeStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A notice held for an act. */
  record Held(UUID id, int edition, String title, String asks, byte[] digest) {}

  /** What a notice says. */
  record Wording(String title, String body) {
    byte[] digest() {
      return Texts.meaning(title, body);
    }
  }

  void send(UUID id, Wording wording, String asks, Set<UUID> units, Signed by, Instant now) {
    jdbc.sql(SEND)
        .param("id", id)
        .param("title", wording.title())
        .param("body", wording.body())
        .param("digest", wording.digest())
        .param("asks", asks)
        .param("now", time(now))
        .param("by", by.name())
        .param("for", by.onBehalfOf())
        .update();
    edition(id, 1, wording, by, now);
    jdbc.sql(ADDRESS).param("id", id).param("units", texts(units, unit -> unit)).update();
  }

  private void edition(UUID id, int edition, Wording wording, Signed by, Instant now) {
    jdbc.sql(EDITION)
        .param("id", id)
        .param("edition", edition)
        .param("title", wording.title())
        .param("body", wording.body())
        .param("now", time(now))
        .param("by", by.name())
        .param("for", by.onBehalfOf())
        .update();
  }

  /** A notice whose edition stays until the transaction's end. */
  Optional<Held> hold(UUID id) {
    return held(HELD, id);
  }

  /** A notice that is to be changed. */
  Optional<Held> lock(UUID id) {
    return held(LOCKED, id);
  }

  private Optional<Held> held(String sql, UUID id) {
    return jdbc.sql(sql)
        .param("id", id)
        .query((row, n) ->
            new Held(
                row.getObject("id", UUID.class),
                row.getInt("edition"),
                row.getString("title"),
                row.getString("asks"),
                row.getBytes("digest")))
        .optional();
  }

  /** Another wording of the same content: nobody is told, no mark is lost. */
  void reword(Held held, Wording wording) {
    change(held.id(), held.edition(), wording);
  }

  /** Another content: a new edition that nobody has read. */
  int revise(Held held, Wording wording, Signed by, Instant now) {
    int edition = held.edition() + 1;
    change(held.id(), edition, wording);
    edition(held.id(), edition, wording, by, now);
    jdbc.sql(FORGET_MARKS).param("id", held.id()).update();
    return edition;
  }

  private void change(UUID id, int edition, Wording wording) {
    jdbc.sql(CHANGE)
        .param("id", id)
        .param("edition", edition)
        .param("title", wording.title())
        .param("body", wording.body())
        .param("digest", wording.digest())
        .update();
  }

  /** Those of the units that the notice is for. */
  List<UUID> addressed(UUID id, Collection<UUID> units) {
    return jdbc.sql(ADDRESSED)
        .param("id", id)
        .param("units", texts(units, unit -> unit))
        .query(UUID.class)
        .list();
  }

  /**
   * Notes who read it for which units.
   *
   * @return how many receipts are new
   */
  int read(Held held, List<UUID> units, Signature by, Instant now) {
    int receipts =
        jdbc.sql(RECEIPT)
            .param("id", held.id())
            .param("edition", held.edition())
            .param("account", by.by().id())
            .param("name", by.shown().name())
            .param("for", by.shown().onBehalfOf())
            .param("now", time(now))
            .param("units", texts(units, unit -> unit))
            .update();
    jdbc.sql(READ)
        .param("id", held.id())
        .param("now", time(now))
        .param("units", texts(units, unit -> unit))
        .update();
    return receipts;
  }

  void reply(UUID feedback, Held held, UUID unit, String text, Signed by, Instant now) {
    jdbc.sql(FEEDBACK)
        .param("feedback", feedback)
        .param("id", held.id())
        .param("edition", held.edition())
        .param("unit", unit)
        .param("body", text)
        .param("now", time(now))
        .param("by", by.name())
        .param("for", by.onBehalfOf())
        .update();
    jdbc.sql(REPLIED).param("id", held.id()).param("unit", unit).param("now", time(now)).update();
  }

  /**
   * A unit that was chased.
   *
   * @param times how often by now
   */
  record Chased(UUID unit, int times) {}

  /** How many units have not done what the notice asks. */
  long silent(Held held, Collection<UUID> units) {
    return jdbc.sql(SILENT)
        .param("id", held.id())
        .param("reply", held.asks().equals("reply"))
        .param("every", units.isEmpty())
        .param("units", texts(units, unit -> unit))
        .query(Long.class)
        .single();
  }

  /**
   * Chases the silent ones that were not chased within a pause.
   *
   * @param units only these; empty: all
   * @param wall wall time now
   */
  List<Chased> chase(Held held, Collection<UUID> units, Instant wall, Duration pause) {
    return jdbc.sql(CHASE)
        .param("id", held.id())
        .param("reply", held.asks().equals("reply"))
        .param("every", units.isEmpty())
        .param("units", texts(units, unit -> unit))
        .param("wall", time(wall))
        .param("before", time(wall.minus(pause)))
        .query((row, n) -> new Chased(row.getObject("unit_id", UUID.class), row.getInt("chases")))
        .list();
  }
}
