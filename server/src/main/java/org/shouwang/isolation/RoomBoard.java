package org.shouwang.isolation;

import static org.shouwang.storage.Columns.texts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.isolation.RoomRules.Inside;
import org.shouwang.isolation.RoomRules.Person;
import org.shouwang.isolation.RoomRules.Room;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rooms of the isolation sites with all who are in them, and what rooms ask of people. */
@Repository
class RoomBoard {

  /** Whoever cares for somebody is in their room, with an order of their own or without. */
  private static final String ROOMS =
      """
      with placed as (
        select room_id, person_id, case when carer_gone_at is null then carer_id end as carer_id
        from isolation.isolation_order
        where room_id is not null and state = 'ordered' and id <> :besides::uuid
      ), inside as (
        select room_id, person_id, carer_id from placed
        union
        select room_id, carer_id, null from placed where carer_id is not null
      )
      select room.id, room.name, room.capacity, site.id as site_id, site.name as site,
             i.person_id, i.carer_id, h.household_id,
             array(select c.counterpart_id from people.counterpart_ref c
                   where c.person_id = i.person_id) as counterparts
      from people.place_ref room
      join people.place_ref site on site.id = room.parent_id and site.kind = 'isolation_site'
      left join inside i on i.room_id = room.id
      left join people.household_ref h on h.person_id = i.person_id
      where room.kind = 'room'
      order by site.name, room.code, room.id
      """;

  private static final String PEOPLE =
      """
      with wanted as (
        select id from unnest(:ids::uuid[]) as t (id)
        union
        select mate.person_id from people.household_ref own
        join people.household_ref mate on mate.household_id = own.household_id
        where own.person_id = any (:ids::uuid[])
      )
      select w.id, h.household_id, b.birth_date,
             array(select c.counterpart_id from people.counterpart_ref c
                   where c.person_id = w.id) as counterparts
      from wanted w
      left join people.household_ref h on h.person_id = w.id
      left join people.birth_ref b on b.person_id = w.id
      order by w.id
      """;

  private final JdbcClient jdbc;

  RoomBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * All rooms, site by site.
   *
   * @param besides an order that is left out: it is to be placed; null: none
   */
  List<Room> rooms(@Nullable UUID besides) {
    Map<UUID, Room> rooms = new LinkedHashMap<>();
    jdbc.sql(ROOMS)
        .param("besides", besides == null ? new UUID(0, 0) : besides)
        .query(row -> {
          UUID id = row.getObject("id", UUID.class);
          Room room = rooms.get(id);
          if (room == null) {
            room = room(row, id);
            rooms.put(id, room);
          }
          UUID person = row.getObject("person_id", UUID.class);
          if (person != null) {
            room.inside()
                .add(new Inside(person(row, person), row.getObject("carer_id", UUID.class)));
          }
        });
    return List.copyOf(rooms.values());
  }

  private static Room room(ResultSet row, UUID id) throws SQLException {
    return new Room(
        id,
        row.getString("name"),
        row.getObject("site_id", UUID.class),
        row.getString("site"),
        row.getObject("capacity", Integer.class),
        new ArrayList<>());
  }

  /** Somebody with their birth date, where it is known. */
  record Known(Person person, @Nullable LocalDate born) {}

  /** What rooms ask of persons and of all who live with them. */
  Map<UUID, Known> people(Collection<UUID> ids) {
    Map<UUID, Known> people = new HashMap<>();
    jdbc.sql(PEOPLE)
        .param("ids", texts(ids, it -> it))
        .query(row -> {
          UUID id = row.getObject("id", UUID.class);
          people.put(id, new Known(person(row, id), row.getObject("birth_date", LocalDate.class)));
        });
    return people;
  }

  private static Person person(ResultSet row, UUID id) throws SQLException {
    return new Person(
        id,
        row.getObject("household_id", UUID.class),
        Set.of((UUID[]) row.getArray("counterparts").getArray()));
  }
}
