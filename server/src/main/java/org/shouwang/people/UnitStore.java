package org.shouwang.people;

import java.sql.Array;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Units and places as they are kept. */
@Repository
class UnitStore {

  private static final String UNITS =
      "select id, code, name, kind, parent_id, path, credit_code from people.unit";

  private static final String PLACES =
      """
      select p.id, p.code, p.name, p.kind, p.parent_id, p.level, p.enters_id, p.x, p.y, p.lanes,
        p.capacity, array(select unit_id from people.place_unit l where l.place_id = p.id)
      from people.place p
      """;

  private static final String SAVE =
      """
      insert into people.unit (id, code, name, kind, parent_id, path, credit_code)
      values (:id, :code, :name, :kind, :parent, :path, :credit)
      on conflict (id) do update set name = excluded.name, kind = excluded.kind,
        parent_id = excluded.parent_id, credit_code = excluded.credit_code,
        version = unit.version + 1
      """;

  private static final String PATHS =
      """
      with recursive down as (
        select id, name as path from people.unit where parent_id is null
        union all
        select u.id, d.path || ' / ' || u.name
        from people.unit u join down d on u.parent_id = d.id)
      update people.unit u set path = d.path from down d where d.id = u.id and d.path <> u.path
      """;

  private static final String CLEAR_CLOSURE = "delete from people.unit_closure";

  private static final String CLOSURE =
      """
      with recursive up as (
        select id as ancestor_id, id as descendant_id, 0 as distance from people.unit
        union all
        select p.parent_id, up.descendant_id, up.distance + 1
        from up join people.unit p on p.id = up.ancestor_id
        where p.parent_id is not null)
      insert into people.unit_closure (ancestor_id, descendant_id, distance)
      select ancestor_id, descendant_id, distance from up
      """;

  private static final String LOCK = "select pg_advisory_xact_lock(hashtext('people.unit'))";

  private static final String SAVE_PLACE =
      """
      insert into people.place (id, code, name, kind, parent_id, level, enters_id, x, y, lanes,
        capacity)
      values (:id, :code, :name, :kind, :parent, :level, :enters, :x, :y, :lanes, :capacity::int)
      on conflict (id) do update set name = excluded.name, kind = excluded.kind,
        parent_id = excluded.parent_id, level = excluded.level, enters_id = excluded.enters_id,
        x = excluded.x, y = excluded.y, lanes = excluded.lanes, capacity = excluded.capacity,
        version = place.version + 1
      """;

  private static final String CLEAR_PLACE_UNITS =
      "delete from people.place_unit where place_id = :place";

  private static final String PLACE_UNITS =
      """
      insert into people.place_unit (place_id, unit_id) select :place, id from unnest(:units) as t(id)
      """;

  private final JdbcClient jdbc;

  UnitStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Unit> units() {
    return jdbc.sql(UNITS)
        .query((row, number) ->
            new Unit(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                UnitKind.of(row.getString(4)).orElseThrow(),
                row.getObject(5, UUID.class),
                row.getString(6),
                row.getString(7)))
        .list();
  }

  List<Place> places() {
    return jdbc.sql(PLACES)
        .query((row, number) -> {
          Array lanes = row.getArray(10);
          Array units = row.getArray(12);
          return new Place(
              row.getObject(1, UUID.class),
              row.getString(2),
              row.getString(3),
              row.getString(4),
              row.getObject(5, UUID.class),
              row.getString(6),
              row.getObject(7, UUID.class),
              row.getObject(8, Double.class),
              row.getObject(9, Double.class),
              List.of((String[]) lanes.getArray()),
              row.getObject(11, Integer.class),
              Arrays.stream((UUID[]) units.getArray()).sorted().toList());
        })
        .list();
  }

  void save(Unit unit) {
    jdbc.sql(SAVE)
        .param("id", unit.id())
        .param("code", unit.code())
        .param("name", unit.name())
        .param("kind", unit.kind().key())
        .param("parent", unit.parentId())
        .param("path", unit.path())
        .param("credit", unit.creditCode())
        .update();
    settle();
  }

  /** Makes paths and the closure anew after the tree has changed; one at a time. */
  void settle() {
    jdbc.sql(LOCK).query(row -> {});
    jdbc.sql(PATHS).update();
    jdbc.sql(CLEAR_CLOSURE).update();
    jdbc.sql(CLOSURE).update();
  }

  void save(Place place) {
    jdbc.sql(SAVE_PLACE)
        .param("id", place.id())
        .param("code", place.code())
        .param("name", place.name())
        .param("kind", place.kind())
        .param("parent", place.parentId())
        .param("level", place.level())
        .param("enters", place.entersId())
        .param("x", place.x())
        .param("y", place.y())
        .param("lanes", SqlArrays.texts(place.lanes()))
        .param("capacity", place.capacity())
        .update();
    jdbc.sql(CLEAR_PLACE_UNITS).param("place", place.id()).update();
    jdbc.sql(PLACE_UNITS)
        .param("place", place.id())
        .param("units", SqlArrays.uuids(place.units()))
        .update();
  }
}
