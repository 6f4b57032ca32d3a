package org.shouwang.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverlayUnitTests {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final LocalDate DAY = LocalDate.parse("2022-03-08");

  private static Edition edition(
      String id, Jurisdiction whose, String from, @Nullable String to, @Nullable Object value) {
    BothLanguages text = new BothLanguages(id, id);
    LocalDate end = to == null ? null : LocalDate.parse(to);
    Rule rule =
        new Rule(
            "a.b",
            value,
            "covid-19",
            id,
            "1",
            whose,
            LocalDate.parse(from),
            end,
            "s",
            Confidence.verified,
            text);
    return new Edition(id, text, whose, List.of(rule));
  }

  @Test
  void the_narrower_jurisdiction_wins_whatever_the_order() {
    List<Edition> editions =
        List.of(
            edition("park", Jurisdiction.park, "2022-01-01", null, 4),
            edition("nation", Jurisdiction.national, "2022-03-01", null, 1),
            edition("city", Jurisdiction.city, "2022-02-01", null, 3),
            edition("province", Jurisdiction.province, "2022-02-01", null, 2));
    Snapshot snapshot = Overlay.on(DAY, editions);
    assertThat(snapshot.value("a.b")).isEqualTo(4);
    assertThat(snapshot.layers()).extracting(Snapshot.Layer::id).containsExactly("park");
  }

  @Test
  void of_the_same_jurisdiction_the_later_wins() {
    List<Edition> editions =
        List.of(
            edition("new", Jurisdiction.national, "2022-03-01", null, 2),
            edition("old", Jurisdiction.national, "2021-03-01", null, 1));
    assertThat(Overlay.on(DAY, editions).value("a.b")).isEqualTo(2);
  }

  @Test
  void null_withdraws_the_wider_rule() {
    List<Edition> editions =
        List.of(
            edition("nation", Jurisdiction.national, "2021-03-01", null, 1),
            edition("park", Jurisdiction.park, "2022-03-01", null, null));
    assertThat(Overlay.on(DAY, editions).rules()).isEmpty();
  }

  @Test
  void a_rule_is_in_force_from_its_first_local_day_to_before_its_end() {
    RuleBook book =
        new RuleBook(List.of(edition("e", Jurisdiction.park, "2022-03-08", "2022-03-15", 1)), ZONE);
    assertThat(book.inForce(Instant.parse("2022-03-07T15:59:59Z")).rules()).isEmpty();
    assertThat(book.inForce(Instant.parse("2022-03-07T16:00:00Z")).rules()).hasSize(1);
    assertThat(book.inForce(Instant.parse("2022-03-14T15:59:59.999Z")).rules()).hasSize(1);
    assertThat(book.inForce(Instant.parse("2022-03-14T16:00:00Z")).rules()).isEmpty();
  }

  @Test
  void the_same_rules_have_the_same_id_and_others_another() {
    Edition one = edition("e", Jurisdiction.park, "2022-03-01", null, 1);
    Edition other = edition("e", Jurisdiction.park, "2022-03-01", null, 2);
    Snapshot first = Overlay.on(DAY, List.of(one));
    assertThat(first.id()).hasSize(16).isEqualTo(Overlay.on(DAY.plusDays(1), List.of(one)).id());
    assertThat(first.id()).isNotEqualTo(Overlay.on(DAY, List.of(other)).id());
  }

  @Test
  void the_rules_of_a_snapshot_are_found_by_prefix() {
    Edition edition = edition("e", Jurisdiction.park, "2022-03-01", null, 1);
    assertThat(Overlay.on(DAY, List.of(edition)).values("a.")).containsEntry("a.b", 1);
    assertThatThrownBy(() -> Overlay.on(DAY, List.of(edition)).rules().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
