package org.shouwang.presence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.security.Browser;
import org.springframework.boot.test.web.server.LocalServerPort;

class PresenceControllerIntegrationTests extends IntegrationTest {

  @LocalServerPort int port;

  @Test
  void whoWatchesTheGatesSeesTheCounts() {
    Browser command = Browser.signedIn(port, "command");
    assertThat(command.get("/api/v1/presence/zones").json().path("zones").isArray()).isTrue();
    assertThat(command.get("/api/v1/presence/lag").json().path("lagMs").isNumber()).isTrue();
  }

  @Test
  void aGuardSeesNoFigures() {
    Browser guard = Browser.signedIn(port, "guard1");
    for (String path : new String[] {"zones", "lag", "check"}) {
      assertThat(guard.get("/api/v1/presence/" + path).status()).isEqualTo(403);
      assertThat(new Browser(port).get("/api/v1/presence/" + path).status()).isEqualTo(401);
    }
  }

  @Test
  void theAuditorComparesStaysWithFactsAndTheGatesLeadMayNot() {
    Browser.Answer answer =
        Browser.signedIn(port, "auditor").get("/api/v1/presence/check?day=2019-01-01");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("differences").isArray()).isTrue();
    assertThat(Browser.signedIn(port, "gatelead").get("/api/v1/presence/check").status())
        .isEqualTo(403);
  }
}
