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
  private static final String COVID = "covid-19";
  private static final LocalDate DAY = LocalDate.parse("2022-03-08");

  private static Edition edition(
      String id, Jurisdiction whose, String from, @Nullable String to, @Nullable Object value) {
    return edition(id, whose, COVID, "a.b", from, to, value);
  }

  private static Edition edition(
      String id,
      Jurisdiction whose,
      String disease,
      String key,
      String from,
      @Nullable String to,
      @Nullable Object value) {
    BothLanguages text = new BothLanguages(id, id);
    LocalDate end = to == null ? null : LocalDate.parse(to);
    Rule rule =
        new Rule(
            key,
            value,
            disease,
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
    Snapshot snapshot = Overlay.on(DAY, COVID, editions);
    assertThat(snapshot.value("a.b")).isEqualTo(4);
    assertThat(snapshot.layers()).extracting(Snapshot.Layer::id).containsExactly("park");
  }

  @Test
  void of_the_same_jurisdiction_the_later_wins() {
    List<Edition> editions =
        List.of(
            edition("new", Jurisdiction.national, "2022-03-01", null, 2),
            edition("old", Jurisdiction.national, "2021-03-01", null, 1));
    assertThat(Overlay.on(DAY, COVID, editions).value("a.b")).isEqualTo(2);
  }

  @Test
  void null_withdraws_the_wider_rule() {
    List<Edition> editions =
        List.of(
            edition("nation", Jurisdiction.national, "2021-03-01", null, 1),
            edition("park", Jurisdiction.park, "2022-03-01", null, null));
    assertThat(Overlay.on(DAY, COVID, editions).rules()).isEmpty();
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
    Snapshot first = Overlay.on(DAY, COVID, List.of(one));
    assertThat(first.id())
        .hasSize(16)
        .isEqualTo(Overlay.on(DAY.plusDays(1), COVID, List.of(one)).id());
    assertThat(first.id()).isNotEqualTo(Overlay.on(DAY, COVID, List.of(other)).id());
  }

  @Test
  void the_rules_of_a_snapshot_are_found_by_prefix() {
    Edition edition = edition("e", Jurisdiction.park, "2022-03-01", null, 1);
    assertThat(Overlay.on(DAY, COVID, List.of(edition)).values("a.")).containsEntry("a.b", 1);
    assertThatThrownBy(() -> Overlay.on(DAY, COVID, List.of(edition)).rules().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void each_disease_has_its_own_rules_over_those_of_any_and_these_give_way() {
    RuleBook book =
        new RuleBook(
            List.of(
                edition("all", Jurisdiction.park, "any", "a.b", "2022-01-01", null, 9),
                edition("all-else", Jurisdiction.park, "any", "a.c", "2022-01-01", null, 5),
                edition("covid", Jurisdiction.national, COVID, "a.b", "2022-01-01", null, 1),
                edition("noro", Jurisdiction.national, "norovirus", "a.b", "2022-01-01", null, 2)),
            ZONE);
    Instant now = Instant.parse("2022-03-08T04:00:00Z");
    assertThat(book.diseases()).containsExactly(COVID, "norovirus");
    assertThat(book.of(COVID).inForce(now).value("a.b")).isEqualTo(1);
    assertThat(book.of("norovirus").inForce(now).value("a.b")).isEqualTo(2);
    assertThat(book.of("norovirus").inForce(now).value("a.c")).isEqualTo(5);
    assertThat(book.of("measles").inForce(now).value("a.b"))
        .as("a disease without rules of its own follows those of any")
        .isEqualTo(9);
  }

  @Test
  void what_is_asked_of_no_disease_is_judged_by_the_principal_one_of_its_day() {
    RuleBook book =
        new RuleBook(
            List.of(
                edition("p1", Jurisdiction.park, "any", Rule.PRINCIPAL, "2020-01-01", null, COVID),
                edition(
                    "p2",
                    Jurisdiction.park,
                    "any",
                    Rule.PRINCIPAL,
                    "2023-01-08",
                    null,
                    "norovirus"),
                edition("covid", Jurisdiction.national, COVID, "a.b", "2020-01-01", null, 1),
                edition("noro", Jurisdiction.national, "norovirus", "a.b", "2020-01-01", null, 2)),
            ZONE);
    Instant before = Instant.parse("2023-01-07T15:59:59Z");
    Instant after = Instant.parse("2023-01-07T16:00:00Z");
    assertThat(book.principal(before)).isEqualTo(COVID);
    assertThat(book.inForce(before).value("a.b")).isEqualTo(1);
    assertThat(book.principal(after)).isEqualTo("norovirus");
    assertThat(book.inForce(after).value("a.b")).isEqualTo(2);
    RuleBook early = book.with(before.minusSeconds(60), after, null);
    assertThat(early.inForce(before).value("a.b")).as("a switch goes for all").isEqualTo(2);
    assertThat(early.of(COVID).inForce(before).value("a.b")).isEqualTo(1);
    assertThat(early.of(COVID).switchesAfter(before.minusSeconds(61))).hasSize(1);
  }

  @Test
  void a_switch_of_one_disease_leaves_the_rules_of_the_others_and_of_the_park() {
    RuleBook book =
        new RuleBook(
            List.of(
                edition("p1", Jurisdiction.park, "any", Rule.PRINCIPAL, "2020-01-01", null, COVID),
                edition("p2", Jurisdiction.park, "any", "a.park", "2022-06-28", null, 7),
                edition("c1", Jurisdiction.national, COVID, "a.b", "2020-01-01", null, 1),
                edition("c2", Jurisdiction.national, COVID, "a.b", "2022-06-28", null, 2),
                edition("n1", Jurisdiction.national, "norovirus", "a.b", "2020-01-01", null, 3),
                edition("n2", Jurisdiction.national, "norovirus", "a.b", "2022-06-28", null, 4)),
            ZONE);
    Instant at = Instant.parse("2022-03-10T16:00:00Z");
    Instant rulesOf = Instant.parse("2022-06-27T16:00:00Z");
    RuleBook one = book.with(at, rulesOf, "norovirus");
    assertThat(one.of("norovirus").inForce(at.minusSeconds(1)).value("a.b")).isEqualTo(3);
    assertThat(one.of("norovirus").inForce(at).value("a.b")).isEqualTo(4);
    assertThat(one.of(COVID).inForce(at).value("a.b")).isEqualTo(1);
    assertThat(one.inForce(at).value("a.b")).as("the principal one").isEqualTo(1);
    assertThat(one.inForce(at).value("a.park")).isNull();
    assertThat(one.of("norovirus").inForce(at).value("a.park"))
        .as("what holds for any disease holds for it, too")
        .isEqualTo(7);
    assertThat(one.of("norovirus").switchesAfter(Instant.EPOCH)).containsExactly(at);
    assertThat(one.of(COVID).switchesAfter(Instant.EPOCH)).isEmpty();
    assertThat(one.switchesAfter(Instant.EPOCH)).as("of any").containsExactly(at);
    RuleBook both = one.with(at.plusSeconds(60), rulesOf, COVID);
    assertThat(both.inForce(at.plusSeconds(60)).value("a.b")).isEqualTo(2);
    assertThat(both.of("norovirus").switchesAfter(at)).isEmpty();
  }
}
