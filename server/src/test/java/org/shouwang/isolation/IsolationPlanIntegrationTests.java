package org.shouwang.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

class IsolationPlanIntegrationTests extends IntegrationTest {

  private static final String PLAN = "/api/v1/isolation/plan?";

  @LocalServerPort int port;

  private Answer asked(String query) {
    return Browser.signedIn(port, "liaison").in("en").get(PLAN + query);
  }

  @Test
  void theSameContactIsReckonedByTheRulesOfEitherDay() {
    JsonNode eighth =
        asked("class=close&lastExposure=2022-06-20&isolated=2022-06-21&rulesOf=2022-06-27").json();
    JsonNode ninth =
        asked("class=close&lastExposure=2022-06-20&isolated=2022-06-21&rulesOf=2022-06-29").json();
    assertThat(eighth.path("lastDay").asString()).isEqualTo("2022-07-04");
    assertThat(ninth.path("lastDay").asString()).isEqualTo("2022-06-27");
    assertThat(eighth.at("/layers/0/id").asString()).isEqualTo("national-8");
    assertThat(eighth.path("tests").get(3).path("twice").asBoolean()).isTrue();
    assertThat(eighth.path("unverified").toString()).contains("contact.day_one");
  }

  @Test
  void withoutAFirstDayItIsTheDayAfterTheExposure() {
    JsonNode plan = asked("class=secondary&lastExposure=2022-03-08&rulesOf=2022-03-10").json();
    assertThat(plan.at("/stays/0/first").asString()).isEqualTo("2022-03-09");
    assertThat(plan.path("contactNegatives").asInt()).isEqualTo(2);
  }

  @Test
  void whatCannotBeReckonedIsRefusedByItsName() {
    Answer early =
        asked("class=close&lastExposure=2022-03-08&isolated=2022-03-07&rulesOf=2022-03-10");
    assertThat(early.status()).isEqualTo(422);
    assertThat(early.json().path("field").asString()).isEqualTo("isolated");
    assertThat(asked("class=distant&lastExposure=2022-03-08").code())
        .isEqualTo("isolation.class_unknown");
    assertThat(asked("class=close&lastExposure=soon").json().path("field").asString())
        .isEqualTo("lastExposure");
  }

  @Test
  void whoMayNotReadTheRulesMayNotReckonWithThem() {
    assertThat(
            Browser.signedIn(port, "guard1")
                .get(PLAN + "class=close&lastExposure=2022-03-08")
                .status())
        .isEqualTo(403);
  }
}
