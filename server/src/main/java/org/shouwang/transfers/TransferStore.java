package org.shouwang.transfers;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.shouwang.transfers.Transfer.State;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Transfers as rows. */
@Repository
class TransferStore {

  /** Where those without a deadline stand in the list: last. */
  static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  private static final String ADD =
      """
      insert into transfers.transfer (id, person_id, unit_id, order_id, cause, from_place, to_place,
        room_id, asked_at, asked_by, due_at, note, state)
      values (:id, :person, :unit::uuid, :order::uuid, :cause::uuid, :from, :to, :room::uuid, :asked,
        :by, :due::timestamptz, :note, 'waiting')
      on conflict do nothing
      """;

  private static final String OPEN_OF =
      """
      select * from transfers.transfer
      where order_id = any (:orders::uuid[]) and state in ('waiting', 'under_way')
      order by id for update
      """;

  private static final String WITHIN =
      """
      (:everywhere or unit_id in (select descendant_id from people.unit_closure_ref
                                  where ancestor_id = any (:units::uuid[])))
      """;

  private static final String ONE = "select * from transfers.transfer where id = :id and " + WITHIN;

  private static final String OPEN =
      """
      select * from transfers.transfer
      where state in ('waiting', 'under_way') and (:state::text is null or state = :state)
        and (coalesce(due_at, timestamptz '9999-01-01 00:00:00+00'), id)
          > (:at::timestamptz, :after::uuid)
        and
      """
          + WITHIN
          + " order by coalesce(due_at, timestamptz '9999-01-01 00:00:00+00'), id limit :limit";

  private static final String ENDED =
      """
      select * from transfers.transfer
      where state in ('arrived', 'cancelled') and state = :state
        and (:since::timestamptz is null or ended_at >= :since::timestamptz)
        and (ended_at, id) < (:at::timestamptz, :after::uuid)
        and
      """
          + WITHIN
          + " order by ended_at desc, id desc limit :limit";

  private static final String COUNTS =
      """
      select state, count(*) from transfers.transfer
      where (state <> 'arrived' or ended_at >= :today) and
      """
          + WITHIN
          + " group by state";

  private static final String PICK_UP =
      """
      update transfers.transfer
      set state = 'under_way', picked_up_at = :at, officer = :officer, vehicle = :vehicle,
          version = version + 1
      where id = :id
      """;

  private static final String END =
      """
      update transfers.transfer
      set state = :state, to_place = coalesce(:to, to_place), room_id = coalesce(:room::uuid, room_id),
          ended_at = :at, ended_by = :by, why = :why, version = version + 1
      where id = any (:ids::uuid[])
      """;

  private static final String WITHOUT_ORDER =
      """
      update transfers.transfer set order_id = null, room_id = null, version = version + 1
      where id = any (:ids::uuid[])
      """;

  private final JdbcClient jdbc;

  TransferStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Keeps one that was asked for.
   *
   * @param cause the filing that asks for it; null: by hand
   * @return whether it is new: neither its id nor its cause was known, and nothing of the person
   *     was open
   */
  boolean add(Transfer asked, @Nullable UUID cause) {
    return jdbc.sql(ADD)
            .param("id", asked.id())
            .param("person", asked.person())
            .param("unit", asked.unit())
            .param("order", asked.order())
            .param("cause", cause)
            .param("from", asked.from())
            .param("to", asked.to())
            .param("room", asked.room())
            .param("asked", time(asked.askedAt()))
            .param("by", asked.askedBy())
            .param("due", asked.dueAt() == null ? null : time(asked.dueAt()))
            .param("note", asked.note())
            .update()
        == 1;
  }

  /** What is open of orders, held until the commit. */
  List<Transfer> openOf(Collection<UUID> orders) {
    return jdbc.sql(OPEN_OF)
        .param("orders", texts(orders, it -> it))
        .query(TransferStore::transfer)
        .list();
  }

  Optional<Transfer> one(UUID id, Scope scope) {
    return one(ONE, id, scope);
  }

  /** The same, held until the commit. */
  Optional<Transfer> lock(UUID id, Scope scope) {
    return one(ONE + " for update", id, scope);
  }

  private Optional<Transfer> one(String sql, UUID id, Scope scope) {
    return jdbc.sql(sql)
        .param("id", id)
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .query(TransferStore::transfer)
        .optional();
  }

  /** Those that are open, the soonest due first. */
  List<Transfer> open(@Nullable State state, TimeKeys after, Scope scope, int limit) {
    return jdbc.sql(OPEN)
        .param("state", state == null ? null : state.key())
        .param("at", time(after.at()))
        .param("after", after.id())
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .param("limit", limit)
        .query(TransferStore::transfer)
        .list();
  }

  /**
   * Those that have ended, the newest first.
   *
   * @param since only from then on; null: all
   */
  List<Transfer> ended(
      State state, @Nullable Instant since, TimeKeys before, Scope scope, int limit) {
    return jdbc.sql(ENDED)
        .param("state", state.key())
        .param("since", since == null ? null : time(since))
        .param("at", time(before.at()))
        .param("after", before.id())
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .param("limit", limit)
        .query(TransferStore::transfer)
        .list();
  }

  /** How many are in which state; of those that arrived, only from a moment on. */
  Map<String, Long> counts(Instant today, Scope scope) {
    Map<String, Long> counts = new HashMap<>();
    jdbc.sql(COUNTS)
        .param("today", time(today))
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .query(row -> {
          counts.put(row.getString(1), row.getLong(2));
        });
    return counts;
  }

  void pickUp(UUID id, Instant at, String officer, @Nullable String vehicle) {
    jdbc.sql(PICK_UP)
        .param("id", id)
        .param("at", time(at))
        .param("officer", officer)
        .param("vehicle", vehicle)
        .update();
  }

  /**
   * The end of a transfer.
   *
   * @param to where the person was brought, in words; null: as planned
   * @param room where the person was brought; null: as planned
   * @param why it was cancelled
   */
  record End(
      State state,
      @Nullable String to,
      @Nullable UUID room,
      Instant at,
      String by,
      @Nullable String why) {}

  void end(Collection<UUID> ids, End end) {
    jdbc.sql(END)
        .param("ids", texts(ids, it -> it))
        .param("state", end.state().key())
        .param("to", end.to())
        .param("room", end.room())
        .param("at", time(end.at()))
        .param("by", end.by())
        .param("why", end.why())
        .update();
  }

  /** Their orders have ended: nobody knows where to. */
  void withoutOrder(Collection<UUID> ids) {
    jdbc.sql(WITHOUT_ORDER).param("ids", texts(ids, it -> it)).update();
  }

  private static Transfer transfer(ResultSet row, int number) throws SQLException {
    return new Transfer(
        row.getObject("id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        row.getObject("order_id", UUID.class),
        row.getString("from_place"),
        row.getString("to_place"),
        row.getObject("room_id", UUID.class),
        Objects.requireNonNull(instant(row, "asked_at")),
        row.getString("asked_by"),
        instant(row, "due_at"),
        row.getString("note"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("vehicle"),
        row.getString("officer"),
        instant(row, "picked_up_at"),
        instant(row, "ended_at"),
        row.getString("ended_by"),
        row.getString("why"),
        row.getInt("version"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
