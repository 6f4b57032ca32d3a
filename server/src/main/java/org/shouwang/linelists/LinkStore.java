package org.shouwang.linelists;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which line of which system is which case or contact. */
@Repository
class LinkStore {

  private static final String CASES =
      """
      select external, case_id from linelists.case_link
      where system = :system and external = any (:externals::text[])
      """;

  private static final String OF_CASES =
      """
      select distinct on (case_id) case_id, external from linelists.case_link
      where system = :system and case_id = any (:cases::uuid[])
      order by case_id, at, external
      """;

  private static final String LINK_CASES =
      """
      insert into linelists.case_link as known (system, external, case_id, list_id, at)
      select :system, l.external, l.case_id, :list, :at
      from unnest(:externals::text[], :cases::uuid[]) as l (external, case_id)
      on conflict (system, external)
      do update set case_id = excluded.case_id, list_id = excluded.list_id, at = excluded.at
      where known.case_id <> excluded.case_id
      """;

  private static final String CONTACTS =
      """
      select case_id, person_id, from_at, until_at from linelists.contact_link
      where system = :system and case_id = any (:cases::uuid[])
        and person_id = any (:persons::uuid[])
      """;

  private static final String LINK_CONTACTS =
      """
      insert into linelists.contact_link (system, case_id, person_id, from_at, until_at, external,
        list_id, at)
      select :system, l.case_id, l.person_id, l.from_at, l.until_at, l.external, :list, :at
      from unnest(:cases::uuid[], :persons::uuid[], :froms::timestamptz[], :untils::timestamptz[],
        :externals::text[]) as l (case_id, person_id, from_at, until_at, external)
      on conflict do nothing
      """;

  private static final String SOURCES =
      """
      select distinct on (c.case_id, c.person_id) c.case_id, c.person_id, c.system, l.file_name
      from linelists.contact_link c join linelists.list l on l.id = c.list_id
      where c.case_id = any (:cases::uuid[]) and c.person_id = any (:persons::uuid[])
      order by c.case_id, c.person_id, c.at
      """;

  private final JdbcClient jdbc;

  LinkStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Cases by the ids that a system calls them. */
  Map<String, UUID> cases(String system, Collection<String> externals) {
    Map<String, UUID> known = new HashMap<>();
    jdbc.sql(CASES)
        .param("system", system)
        .param("externals", texts(externals, it -> it))
        .query(row -> {
          known.put(row.getString(1), row.getObject(2, UUID.class));
        });
    return known;
  }

  /** What a system calls cases; the first one that was told. */
  Map<UUID, String> externals(String system, Collection<UUID> cases) {
    Map<UUID, String> known = new HashMap<>();
    jdbc.sql(OF_CASES)
        .param("system", system)
        .param("cases", texts(cases, it -> it))
        .query(row -> {
          known.put(row.getObject(1, UUID.class), row.getString(2));
        });
    return known;
  }

  /** What a line calls a case. */
  record CaseLink(String external, UUID caseId) {}

  void linkCases(String system, Collection<CaseLink> links, UUID list, Instant at) {
    jdbc.sql(LINK_CASES)
        .param("system", system)
        .param("externals", texts(links, CaseLink::external))
        .param("cases", texts(links, CaseLink::caseId))
        .param("list", list)
        .param("at", time(at))
        .update();
  }

  /** An exposure that a list told of. */
  record Told(UUID caseId, UUID person, Instant from, Instant until) {}

  Set<Told> told(String system, Collection<UUID> cases, Collection<UUID> persons) {
    return new HashSet<>(
        jdbc.sql(CONTACTS)
            .param("system", system)
            .param("cases", texts(cases, it -> it))
            .param("persons", texts(persons, it -> it))
            .query((row, n) ->
                new Told(
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    row.getTimestamp(3).toInstant(),
                    row.getTimestamp(4).toInstant()))
            .list());
  }

  /** What a line calls a contact. */
  record ContactLink(Told told, @Nullable String external) {}

  void linkContacts(String system, List<ContactLink> links, UUID list, Instant at) {
    jdbc.sql(LINK_CONTACTS)
        .param("system", system)
        .param("cases", texts(links, it -> it.told().caseId()))
        .param("persons", texts(links, it -> it.told().person()))
        .param("froms", texts(links, it -> it.told().from()))
        .param("untils", texts(links, it -> it.told().until()))
        .param("externals", texts(links, ContactLink::external))
        .param("list", list)
        .param("at", time(at))
        .update();
  }

  /** By which list a contact was first told of. */
  record Source(UUID caseId, UUID person, String system, String fileName) {}

  List<Source> sources(Collection<UUID> cases, Collection<UUID> persons) {
    return jdbc.sql(SOURCES)
        .param("cases", texts(cases, it -> it))
        .param("persons", texts(persons, it -> it))
        .query((row, n) ->
            new Source(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getString(4)))
        .list();
  }
}
