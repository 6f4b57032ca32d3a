package org.shouwang.policy;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Takes switches back that have come already, so that one test's rules aren't another's. */
@Component
public class SwitchesForTests {

  private final JdbcClient jdbc;
  private final Policy policy;

  SwitchesForTests(JdbcClient jdbc, Policy policy) {
    this.jdbc = jdbc;
    this.policy = policy;
  }

  /** Calls all off. */
  public void callOff() {
    jdbc.sql(
            """
            update policy.switch set cancelled_at = at - interval '1 second', canceller = 'test'
            where cancelled_at is null
            """)
        .update();
    policy.refresh();
  }
}
