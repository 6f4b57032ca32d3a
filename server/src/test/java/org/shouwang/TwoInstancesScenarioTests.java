package org.shouwang;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.shouwang.FieldClient.Device;

/** Two applications on one database: both do everything, and one may die. */
class TwoInstancesScenarioTests {

  @Test
  void killingOneUnderLoadLosesAndDoublesNothing() throws Exception {
    try (ServerProcess first = ServerProcess.start("two")) {
      FieldClient administrator = new FieldClient(first);
      Device device = administrator.enrol();
      try (ServerProcess second = ServerProcess.beside(first)) {
        assertThat(administrator.on(second).ask("/api/v1/devices").toString())
            .as("who has signed in at one is signed in at the other")
            .isEqualTo(administrator.ask("/api/v1/devices").toString())
            .contains("试验设备");
        PassLoad load = new PassLoad(List.of(first, second), device, 20220308L);
        load.start(4); // more only makes the restart wait for the machine
        TimeUnit.SECONDS.sleep(4);
        second.killServer();
        TimeUnit.SECONDS.sleep(3);
        second.restart();
        TimeUnit.SECONDS.sleep(3);
        load.stop();
        assertThat(load.acknowledged()).hasSizeGreaterThan(500);
        load.assertKeptOnce(first);
        CrashScenarioTests.staysEqualARefoldOfTheFacts(administrator.on(second));
        CrashScenarioTests.staysEqualARefoldOfTheFacts(administrator);
        CrashScenarioTests.theAuditIsWhole(first);
      }
    }
  }
}
