package org.shouwang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Three rounds of the scenario, as they stand on 2022-03-15: what they say is compared with the
 * player's own log, and two positive tubes are followed to their end.
 */
final class RoundsOfTheScenario {

  private RoundsOfTheScenario() {}

  static void areWhatWasSentAndEveryMemberOfAPositiveTubeIsSwabbedAgainAndFreedOrKept(
      ServerProcess server, FieldClient command) throws Exception {
    JsonNode rounds = command.ask("/api/v1/sampling/rounds?limit=50").path("items");
    assertThat(rounds.size()).isEqualTo(3);
    for (JsonNode round : rounds) {
      roundIsWhatWasSent(server, command, round);
    }
    positiveTubesAreFollowedUp(server);
  }

  private static void roundIsWhatWasSent(ServerProcess server, FieldClient command, JsonNode round)
      throws Exception {
    String name = round.path("name").asString("");
    assertThat(round.path("state").asString("")).as(name).isEqualTo("closed");
    Set<String> swabbed =
        texts(
            server,
            """
            select distinct person_id::text from scenario.sent
            where type = 'sampling.swab' and status = 'recorded'
              and (at at time zone 'Asia/Shanghai')::date =
                ('%s'::timestamptz at time zone 'Asia/Shanghai')::date
              and person_id in (select person_id from sampling.swab where purpose = 'round')
            """
                .formatted(round.path("opensAt").asString("")));
    long expected = round.path("expected").asLong();
    assertThat(round.path("tested").asLong()).as(name).isEqualTo(swabbed.size()).isPositive();
    assertThat(expected)
        .isEqualTo(
            round.path("tested").asLong()
                + round.path("exempt").asLong()
                + round.path("missing").asLong());
    Set<String> missing = new HashSet<>();
    String after = "";
    do {
      JsonNode page =
          command.ask(
              "/api/v1/sampling/rounds/%s/people?state=missing&limit=500%s"
                  .formatted(
                      round.path("id").asString(""), after.isEmpty() ? "" : "&after=" + after));
      page.path("items").forEach(row -> missing.add(row.path("person").asString("")));
      after = page.path("next").asString("");
    } while (!after.isEmpty());
    assertThat(missing)
        .as("missing by name in " + name)
        .hasSize((int) (expected - swabbed.size() - round.path("exempt").asLong()));
    missing.retainAll(swabbed);
    assertThat(missing).as("nobody is missing who was swabbed").isEmpty();
  }

  private static void positiveTubesAreFollowedUp(ServerProcess server) throws Exception {
    Set<String> tubes =
        texts(server, "select code from sampling.tube where screening = 'positive' and live > 1");
    assertThat(tubes).hasSize(2);
    for (String tube : tubes) {
      Set<String> members = members(server, tube);
      assertThat(members).hasSizeGreaterThan(3);
      assertThat(
              texts(
                  server,
                  """
                  select distinct s.person_id::text from sampling.swab s
                  join sampling.tube t on t.code = s.tube
                  where s.purpose = 'positive_follow_up' and t.live = 1
                    and t.screening is not null
                  """))
          .as("each was swabbed again alone, with a result")
          .containsAll(members);
      assertThat(
              texts(
                  server,
                  """
                  select distinct person_id::text from status.history where level = 'held'
                    and lower(recorded) = (select min(lower(recorded)) from status.history h
                                           where h.person_id = status.history.person_id
                                             and h.level = 'held')
                  """))
          .as("each was held")
          .containsAll(members);
    }
    Set<String> infected =
        texts(
            server,
            """
            select s.person_id::text from sampling.swab s join sampling.tube t on t.code = s.tube
            where t.screening = 'positive' and t.live = 1 and s.purpose = 'positive_follow_up'
            """);
    assertThat(infected).hasSize(1);
    Set<String> kept =
        texts(server, "select person_id::text from status.current where level = 'barred'");
    assertThat(kept)
        .as("who is a case, and who was ordered into isolation for it")
        .containsAll(infected)
        .isEqualTo(
            texts(
                server,
                """
                select person_id::text from cases.case_file where state = 'open' union
                select person_id::text from isolation.isolation_order
                where state in ('proposed', 'ordered')
                """));
    Set<String> held =
        texts(server, "select person_id::text from status.current where level = 'held'");
    for (String tube : tubes) {
      assertThat(held).as("freed").doesNotContainAnyElementsOf(members(server, tube));
    }
    assertThat(texts(server, "select state from duties.duty where kind = 'sampling.reswab'"))
        .as("every duty to swab again is done")
        .isEqualTo(Set.of("done"));
  }

  private static Set<String> members(ServerProcess server, String tube)
      throws IOException, SQLException {
    return texts(server, "select person_id::text from sampling.swab where tube = '" + tube + "'");
  }

  private static Set<String> texts(ServerProcess server, String sql)
      throws IOException, SQLException {
    Set<String> texts = new HashSet<>(List.of());
    try (Connection database = server.database();
        PreparedStatement statement = database.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }
}
