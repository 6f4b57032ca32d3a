package org.shouwang.duties;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.policy.Policy;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

class LaddersIntegrationTests extends IntegrationTest {

  private static final Instant MARCH = Instant.parse("2022-03-08T00:00:00Z");

  @Autowired Policy policy;
  @Autowired LadderStore store;
  @Autowired ClockStore clock;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;

  private List<String> steps() {
    return jdbc.sql(
            """
            select ladder || ' ' || step || ' ' || coalesce(at_time::text, after::text) || ' ' || told
            from duties.ladder_step where ladder in ('daily', 'task', 'urgent') order by 1
            """)
        .query(String.class)
        .list();
  }

  @Test
  void theTableIsWhatTheEditionInForceSays() {
    Ladders ladders = new Ladders(policy, store, clock, transaction);
    ladders.follow(MARCH);
    List<String> shipped = steps();
    assertThat(shipped)
        .containsExactly(
            "daily 1 09:00:00 holder",
            "daily 2 12:00:00 lead",
            "daily 3 15:00:00 calls",
            "task 1 -02:00:00 holder",
            "task 2 00:00:00 lead",
            "task 3 04:00:00 calls",
            "urgent 1 -00:30:00 holder",
            "urgent 2 00:00:00 lead",
            "urgent 3 00:30:00 calls");
    transaction.executeWithoutResult(status -> {
      store.replace(Ladders.read("daily", List.of("10:30 above", "+90m calls")));
      assertThat(steps())
          .as("what was there before is gone")
          .contains("daily 1 10:30:00 above", "daily 2 01:30:00 calls")
          .noneMatch(step -> step.startsWith("daily 3"));
      ladders.follow(MARCH); // the same edition: nothing is written
      assertThat(steps()).contains("daily 1 10:30:00 above");
      new Ladders(policy, store, clock, transaction).follow(MARCH); // as after a restart
      assertThat(steps()).isEqualTo(shipped);
      status.setRollbackOnly();
    });
  }

  @Test
  void whatNoEditionSpeaksOfStays() {
    Ladders ladders = new Ladders(policy, store, clock, transaction);
    List<String> before = steps();
    ladders.follow(Instant.parse("2001-01-01T00:00:00Z"));
    assertThat(steps()).isEqualTo(before);
  }
}
