package org.shouwang.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class DurabilityIntegrationTests extends IntegrationTest {

  @Autowired JdbcClient jdbc;

  @Test
  void theDefaultDatabaseNeverForgetsWhatItAcknowledged() {
    assertThat(jdbc.sql("show fsync").query(String.class).single()).isEqualTo("on");
    assertThat(jdbc.sql("show full_page_writes").query(String.class).single()).isEqualTo("on");
    assertThat(jdbc.sql("show synchronous_commit").query(String.class).single()).isEqualTo("on");
  }

  @Test
  void theApplicationCanNeitherChangeNorDeleteWhatIsAppendOnly() {
    for (String table : new String[] {"audit.entry", "audit.seal", "capture.receipt"}) {
      assertThatThrownBy(() -> jdbc.sql("delete from " + table).update())
          .isInstanceOf(DataAccessException.class)
          .rootCause()
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> jdbc.sql("truncate " + table).update())
          .isInstanceOf(DataAccessException.class);
    }
    assertThatThrownBy(() -> jdbc.sql("update audit.entry set action = 'x'").update())
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageContaining("permission denied");
  }
}
