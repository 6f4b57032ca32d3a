package org.shouwang.reports;

import static org.shouwang.storage.Columns.texts;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads where people live from floor 1's view. */
@Repository
class HomeAddressBoard {

  private static final String OF =
      "select person_id, home from people.home_ref where person_id = any (:persons::uuid[])";

  private final JdbcClient jdbc;

  HomeAddressBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Addresses by person; who has none is left out. */
  Map<UUID, String> of(Collection<UUID> persons) {
    Map<UUID, String> homes = new HashMap<>();
    jdbc.sql(OF)
        .param("persons", texts(persons, it -> it))
        .query(row -> {
          homes.putIfAbsent(row.getObject(1, UUID.class), row.getString(2));
        });
    return homes;
  }
}
