package org.shouwang.isolation;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who stays with whom in isolation, as orders keep it. */
@Repository
class CarerStore {

  private static final String TURN =
      """
      select pg_advisory_xact_lock(hashtextextended('isolation.carer:' || id, 0))
      from unnest(:ids::text[]) as t (id)
      """;

  private static final String HELD_ELSEWHERE =
      """
      select coalesce(bool_and(place <> 'central' or room_id is distinct from :room::uuid), false)
      from isolation.isolation_order where person_id = :carer and state = 'ordered'
      """;

  private static final String DEPENDENT =
      """
      select exists (select from isolation.isolation_order
                     where person_id = :person and state = 'ordered' and dependent)
      """;

  /** Whoever has an order in force for the same room is still there. */
  private static final String GONE =
      """
      update isolation.isolation_order o set carer_gone_at = :now, version = version + 1
      where o.carer_id = any (:carers::uuid[]) and o.state = 'ordered' and o.carer_gone_at is null
        and not (:stays and o.room_id is not distinct from :room::uuid)
        and not exists (
          select from isolation.isolation_order own
          where own.person_id = o.carer_id and own.state = 'ordered' and own.place = 'central'
            and own.room_id is not distinct from o.room_id)
      returning o.id, o.person_id, o.carer_id, o.disease
      """;

  private final JdbcClient jdbc;

  CarerStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Waits until nobody else gives these persons a place or a charge, and keeps them from it. */
  void turn(Collection<UUID> persons) {
    jdbc.sql(TURN)
        .param("ids", texts(persons.stream().distinct().sorted().toList(), it -> it))
        .query((row, n) -> true)
        .list();
  }

  /** Whether orders in force hold somebody at home or in other rooms only. */
  boolean heldElsewhere(UUID carer, @Nullable UUID room) {
    return jdbc.sql(HELD_ELSEWHERE)
        .param("carer", carer)
        .param("room", room)
        .query(Boolean.class)
        .single();
  }

  /** Whether an order in force says that somebody needs help. */
  boolean dependent(UUID person) {
    return jdbc.sql(DEPENDENT).param("person", person).query(Boolean.class).single();
  }

  /** An order in force whose carer is gone. */
  record Left(UUID order, UUID person, UUID carer, String disease) {}

  /** Notes of whom carers are no longer with; they are held until the commit. */
  List<Left> gone(Collection<UUID> carers, Instant now) {
    return gone(carers, false, null, now);
  }

  /** Notes of whom a carer is no longer with who stays in one room from now on. */
  List<Left> stays(UUID carer, @Nullable UUID room, Instant now) {
    return gone(List.of(carer), true, room, now);
  }

  private List<Left> gone(
      Collection<UUID> carers, boolean stays, @Nullable UUID room, Instant now) {
    return jdbc.sql(GONE)
        .param("carers", texts(carers, it -> it))
        .param("stays", stays)
        .param("room", room)
        .param("now", time(now))
        .query((row, n) ->
            new Left(
                row.getObject("id", UUID.class),
                row.getObject("person_id", UUID.class),
                row.getObject("carer_id", UUID.class),
                row.getString("disease")))
        .list();
  }
}
