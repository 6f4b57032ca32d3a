package org.shouwang.isolation;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Readings, and which orders want them. */
@Repository
class ReadingStore {

  private static final String INSERT =
      """
      insert into isolation.reading (order_id, id, at, half, state, temperature, symptoms, how, note,
        by_name, recorded_at, corrects)
      values (:order, :id, :at, :half, :state, :temperature, :symptoms::text[], :how, :note, :by, :now,
        :corrects::uuid)
      on conflict do nothing
      """;

  private static final String SINCE =
      """
      select * from isolation.reading
      where order_id = any (:orders::uuid[]) and at >= :since
      order by order_id, at desc, id desc
      """;

  private static final String ONE =
      "select * from isolation.reading where order_id = :order and id = :id";

  private static final String LATEST =
      """
      select * from isolation.reading where order_id = :order
      order by at desc, id desc limit :limit
      """;

  private static final String UNWELL =
      """
      select order_id, id, at from isolation.reading
      where order_id = any (:orders::uuid[]) and state = 'seen_unwell'
      """;

  /** Orders in force whose visits of a day are no duties yet; held, others' are left out. */
  private static final String WANTING =
      """
      select id, person_id, worker_id, disease from isolation.isolation_order
      where state = 'ordered' and (visits_made is null or visits_made < :day)
      order by visits_made nulls first, id limit :limit
      for update skip locked
      """;

  private static final String MADE =
      "update isolation.isolation_order set visits_made = :day where id = any (:ids::uuid[])";

  private static final String OF_WORKER =
      """
      select id, person_id, worker_id, disease from isolation.isolation_order
      where worker_id = :worker and state = 'ordered' order by id for update
      """;

  private static final String WORKER =
      """
      update isolation.isolation_order set worker_id = :worker, version = version + 1
      where id = any (:ids::uuid[])
      """;

  /** Who has the role, isn't isolated themselves, and looks after the fewest. */
  private static final String LEAST_LOADED =
      """
      select role.person_id
      from people.person_role_ref role
      left join isolation.isolation_order load
        on load.worker_id = role.person_id and load.state = 'ordered'
      where role.role = any (:roles::text[])
        and role.since <= :day and (role.until is null or role.until >= :day)
        and role.person_id <> :not
        and not exists (select from isolation.isolation_order own
                        where own.person_id = role.person_id and own.state in ('proposed', 'ordered'))
      group by role.person_id
      order by count(load.id), role.person_id limit 1
      """;

  private final JdbcClient jdbc;

  ReadingStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns false when it is known. */
  boolean insert(Reading reading) {
    return jdbc.sql(INSERT)
            .param("order", reading.order())
            .param("id", reading.id())
            .param("at", time(reading.at()))
            .param("half", reading.half().key())
            .param("state", reading.state().key())
            .param("temperature", reading.temperature())
            .param("symptoms", texts(reading.symptoms(), it -> it))
            .param("how", reading.how().key())
            .param("note", reading.note())
            .param("by", reading.by())
            .param("now", time(reading.recordedAt()))
            .param("corrects", reading.corrects())
            .update()
        == 1;
  }

  /** Readings of orders since a moment, the newest of each first. */
  List<Reading> since(Collection<UUID> orders, Instant since) {
    return jdbc.sql(SINCE)
        .param("orders", texts(orders, it -> it))
        .param("since", time(since))
        .query((row, n) -> reading(row))
        .list();
  }

  Optional<Reading> one(UUID order, UUID id) {
    return jdbc.sql(ONE)
        .param("order", order)
        .param("id", id)
        .query((row, n) -> reading(row))
        .optional();
  }

  List<Reading> latest(UUID order, int limit) {
    return jdbc.sql(LATEST)
        .param("order", order)
        .param("limit", limit)
        .query((row, n) -> reading(row))
        .list();
  }

  /** A reading at which the person was unwell. */
  record Unwell(UUID order, UUID id, Instant at) {}

  List<Unwell> unwell(Collection<UUID> orders) {
    return jdbc.sql(UNWELL)
        .param("orders", texts(orders, it -> it))
        .query((row, n) ->
            new Unwell(
                row.getObject("order_id", UUID.class),
                row.getObject("id", UUID.class),
                row.getTimestamp("at").toInstant()))
        .list();
  }

  /** An order whose person is looked after. */
  record Looked(UUID order, UUID person, @Nullable UUID worker, String disease) {}

  List<Looked> wanting(LocalDate day, int limit) {
    return jdbc.sql(WANTING)
        .param("day", day)
        .param("limit", limit)
        .query((row, n) -> looked(row))
        .list();
  }

  void made(Collection<UUID> orders, LocalDate day) {
    jdbc.sql(MADE).param("ids", texts(orders, it -> it)).param("day", day).update();
  }

  /** Orders that somebody looks after; held until the commit. */
  List<Looked> ofWorker(UUID worker) {
    return jdbc.sql(OF_WORKER).param("worker", worker).query((row, n) -> looked(row)).list();
  }

  void worker(Collection<UUID> orders, @Nullable UUID worker) {
    jdbc.sql(WORKER).param("ids", texts(orders, it -> it)).param("worker", worker).update();
  }

  /**
   * Who can look after somebody and has the fewest to look after.
   *
   * @param roles names of the role
   * @param not not this person
   */
  Optional<UUID> leastLoaded(Collection<String> roles, UUID not, LocalDate day) {
    return jdbc.sql(LEAST_LOADED)
        .param("roles", texts(roles, it -> it))
        .param("not", not)
        .param("day", day)
        .query(UUID.class)
        .optional();
  }

  private static Looked looked(ResultSet row) throws SQLException {
    return new Looked(
        row.getObject("id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getObject("worker_id", UUID.class),
        row.getString("disease"));
  }

  private static Reading reading(ResultSet row) throws SQLException {
    return new Reading(
        row.getObject("order_id", UUID.class),
        row.getObject("id", UUID.class),
        row.getTimestamp("at").toInstant(),
        Reading.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getObject("temperature", Double.class),
        List.of((String[]) row.getArray("symptoms").getArray()),
        Reading.How.valueOf(row.getString("how").toUpperCase(Locale.ROOT)),
        row.getString("note"),
        row.getString("by_name"),
        row.getTimestamp("recorded_at").toInstant(),
        row.getObject("corrects", UUID.class));
  }
}
