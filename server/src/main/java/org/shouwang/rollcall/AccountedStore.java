package org.shouwang.rollcall;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Arrival;
import org.shouwang.capture.FactHandler.Accepted;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Accounts of persons. */
@Repository
class AccountedStore {

  /** How far from its own time an account may reach, at most. */
  private static final Duration REACH = Duration.ofDays(2L * AccountFacts.LONGEST + 1);

  private static final String KEEP =
      """
      insert into rollcall.account (person_id, at, id, recorded_at, how, first_day, last_day,
                                    from_at, until_at, note, by_kind, by_id, by_name)
      select * from unnest(:persons::uuid[], :ats::timestamptz[], :ids::uuid[],
        :recorded::timestamptz[], :hows::text[], :firsts::date[], :lasts::date[],
        :froms::timestamptz[], :untils::timestamptz[], :notes::text[], :kinds::text[],
        :callers::uuid[], :names::text[])
      """;

  private static final String COLUMNS =
      """
      select a.person_id, a.at, a.id, a.how, a.from_at, a.until_at, a.note, a.by_name
      from rollcall.account a
      """;

  private static final String BY_KEYS =
      COLUMNS
          + """
          join unnest(:persons::uuid[], :ats::timestamptz[], :ids::uuid[]) as k (person, at, id)
            on a.person_id = k.person and a.at = k.at and a.id = k.id
          """;

  private static final String OF_PERSONS =
      COLUMNS
          + """
          where a.person_id = any (:persons::uuid[]) and a.at >= :early and a.at < :late
            and a.from_at < :until and a.until_at >= :from
          """;

  private static final String BY_IDS =
      COLUMNS
          + """
          where a.person_id = any (:persons::uuid[]) and a.id = any (:ids::uuid[])
            and a.at >= :early and a.at < :late
          """;

  private final JdbcClient jdbc;

  AccountedStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An account as kept. */
  record Account(
      UUID person,
      Instant at,
      UUID id,
      How how,
      Instant from,
      Instant until,
      @Nullable String note,
      String by) {}

  void keep(List<Accepted> facts) {
    jdbc.sql(KEEP)
        .param("persons", texts(facts, it -> it.arrived().person()))
        .param("ats", texts(facts, it -> it.arrived().at()))
        .param("ids", texts(facts, it -> it.arrived().fact().id()))
        .param("recorded", texts(facts, it -> it.arrived().recordedAt()))
        .param("hows", texts(facts, it -> row(it).how().key()))
        .param("firsts", texts(facts, it -> row(it).first()))
        .param("lasts", texts(facts, it -> row(it).last()))
        .param("froms", texts(facts, it -> row(it).span().from()))
        .param("untils", texts(facts, it -> row(it).span().until()))
        .param("notes", texts(facts, it -> row(it).note()))
        .param(
            "kinds",
            texts(facts, it -> it.arrived().caller().kind().name().toLowerCase(Locale.ROOT)))
        .param("callers", texts(facts, it -> it.arrived().caller().id()))
        .param("names", texts(facts, it -> it.arrived().caller().name()))
        .update();
  }

  private static AccountFacts.Row row(Accepted accepted) {
    return (AccountFacts.Row) accepted.row();
  }

  List<Account> of(Arrival arrival) {
    return jdbc.sql(BY_KEYS)
        .param("persons", texts(arrival.persons(), it -> it))
        .param("ats", texts(arrival.ats(), it -> it))
        .param("ids", texts(arrival.ids(), it -> it))
        .query((row, n) -> account(row))
        .list();
  }

  /** Accounts of persons that hold at some time of a stretch. */
  List<Account> of(Collection<UUID> persons, Instant from, Instant until) {
    return jdbc.sql(OF_PERSONS)
        .param("persons", texts(persons, it -> it))
        .param("from", time(from))
        .param("until", time(until))
        .param("early", time(from.minus(REACH)))
        .param("late", time(until.plus(REACH)))
        .query((row, n) -> account(row))
        .list();
  }

  /** Accounts by their facts; what is no account is left out. */
  Map<UUID, Account> byIds(Collection<UUID> persons, Collection<UUID> ids, Instant around) {
    Map<UUID, Account> accounts = new HashMap<>();
    if (!ids.isEmpty()) {
      jdbc.sql(BY_IDS)
          .param("persons", texts(persons, it -> it))
          .param("ids", texts(ids, it -> it))
          .param("early", time(around.minus(REACH)))
          .param("late", time(around.plus(REACH)))
          .query((ResultSet row) -> {
            Account account = account(row);
            accounts.put(account.id(), account);
          });
    }
    return accounts;
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(
        row.getObject("person_id", UUID.class),
        row.getTimestamp("at").toInstant(),
        row.getObject("id", UUID.class),
        How.of(row.getString("how")),
        row.getTimestamp("from_at").toInstant(),
        row.getTimestamp("until_at").toInstant(),
        row.getString("note"),
        row.getString("by_name"));
  }
}
