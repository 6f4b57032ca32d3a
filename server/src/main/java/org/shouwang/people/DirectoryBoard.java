package org.shouwang.people;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shouwang.security.Directory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tells security the names of units and places, and which units are in charge of a place. */
@Repository
class DirectoryBoard implements Directory {

  private static final String UNITS = "select id, name from people.unit where id = any(:ids)";

  private static final String PLACES = "select id, name from people.place where id = any(:ids)";

  private static final String COVERS =
      """
      select exists (
        select 1 from people.place_unit l
        join people.unit_closure c on c.descendant_id = l.unit_id
        where l.place_id = :place and c.ancestor_id = any(:units))
      """;

  private final JdbcClient jdbc;

  DirectoryBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Map<UUID, String> unitNames(Collection<UUID> units) {
    return names(UNITS, units);
  }

  @Override
  public Map<UUID, String> placeNames(Collection<UUID> places) {
    return names(PLACES, places);
  }

  @Override
  public boolean covers(Set<UUID> units, UUID place) {
    return jdbc.sql(COVERS)
        .param("place", place)
        .param("units", SqlArrays.uuids(units))
        .query(Boolean.class)
        .single();
  }

  private Map<UUID, String> names(String sql, Collection<UUID> ids) {
    Map<UUID, String> names = HashMap.newHashMap(ids.size());
    jdbc.sql(sql)
        .param("ids", SqlArrays.uuids(ids))
        .query(row -> {
          names.put(row.getObject(1, UUID.class), row.getString(2));
        });
    return names;
  }
}
