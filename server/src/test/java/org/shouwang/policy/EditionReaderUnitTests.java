package org.shouwang.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EditionReaderUnitTests {

  private static final String HEAD =
      """
      id: test
      name: {zh: 试, en: Test}
      jurisdiction: park
      disease: covid-19
      source: test
      validFrom: 2022-01-01
      validTo: null
      rules:
      """;

  private static String rule(String key, String value) {
    return """
      - key: %s
        value: %s
        article: "1"
        confidence: verified
        meaning: {zh: 甲, en: A}
    """
        .formatted(key, value);
  }

  private static List<String> problems(String text) {
    EditionReader.Result result = EditionReader.read(text);
    assertThat(result.edition() == null).isEqualTo(!result.problems().isEmpty());
    return result.problems().stream().map(p -> p.line() + " " + p.code()).toList();
  }

  @Test
  void a_good_file_gives_its_rules() {
    EditionReader.Result result =
        EditionReader.read(HEAD + rule("gate.temperature.limit", "37.3") + rule("x.y", "[1, 4]"));
    assertThat(result.problems()).isEmpty();
    assertThat(Objects.requireNonNull(result.edition()).rules())
        .extracting(Rule::value)
        .containsExactly(37.3, List.of(1, 4));
  }

  @Test
  void an_upload_of_long_ago_holds_as_far_as_it_is_understood() {
    String text =
        HEAD.replace("disease: covid-19", "disease: COVID 19\nhat: 1")
            + rule("gate.temperature.limit", "37.5")
            + rule("gate.temperature.limt", "37.4")
            + rule("gate.test.max_age_hours.visitor", "hot");
    assertThat(problems(text)).as("people are told").isNotEmpty();
    EditionReader.Result result = EditionReader.readStored(text, () -> "covid-19");
    assertThat(result.problems()).isEmpty();
    Edition edition = Objects.requireNonNull(result.edition());
    assertThat(edition.rules())
        .singleElement()
        .satisfies(rule -> {
          assertThat(rule.key()).isEqualTo("gate.temperature.limit");
          assertThat(rule.disease()).isEqualTo("covid-19");
        });
    assertThat(result.forgiven())
        .extracting(EditionProblem::code)
        .contains(
            "policy.disease_malformed",
            "policy.field_unknown",
            "policy.key_unknown",
            "policy.value_wrong");
    assertThat(EditionReader.readStored("rules: [", () -> "covid-19").edition()).isNull();
  }

  @Test
  void null_withdraws_a_rule_and_is_no_problem() {
    assertThat(problems(HEAD + rule("gate.test.max_age_hours.visitor", "null"))).isEmpty();
  }

  @Test
  void broken_yaml_is_named_with_its_line() {
    assertThat(problems(HEAD + "  - key: [a\n")).containsExactly("10 policy.not_yaml");
  }

  @Test
  void an_empty_file_has_no_rules() {
    assertThat(problems("")).containsExactly("1 policy.rules_missing");
  }

  @Test
  void a_text_instead_of_fields_is_a_problem() {
    assertThat(problems("hello")).contains("1 policy.not_fields");
  }

  @Test
  void a_missing_value_is_named_at_its_rule() {
    assertThat(
            problems(
                HEAD
                    + "  - key: a.b\n    article: x\n    confidence: verified\n"
                    + "    meaning: {zh: 甲, en: A}\n"))
        .containsExactly("9 policy.field_missing");
  }

  @Test
  void an_unknown_field_is_named() {
    assertThat(problems(HEAD + rule("a.b", "1") + "    valeu: 3\n"))
        .containsExactly("14 policy.field_unknown");
  }

  @Test
  void a_missing_english_meaning_is_a_problem() {
    assertThat(problems(HEAD + rule("a.b", "1").replace(", en: A", "")))
        .containsExactly("13 policy.field_missing");
  }

  @Test
  void a_misspelt_gate_key_is_a_problem() {
    assertThat(problems(HEAD + rule("gate.temperatur.limit", "37.3")))
        .containsExactly("9 policy.key_unknown");
  }

  @Test
  void a_gate_value_of_another_kind_is_a_problem() {
    assertThat(problems(HEAD + rule("gate.temperature.limit", "hot")))
        .containsExactly("10 policy.value_wrong");
    assertThat(problems(HEAD + rule("gate.temperature.limit", "373")))
        .containsExactly("10 policy.value_wrong");
    assertThat(problems(HEAD + rule("gate.colour.action.red", "let_in")))
        .containsExactly("10 policy.value_wrong");
    assertThat(problems(HEAD + rule("gate.mandatory.visitor", "[colour, hat]")))
        .containsExactly("10 policy.value_wrong");
  }

  @Test
  void a_rule_of_sampling_that_could_not_be_followed_is_a_problem() {
    for (String wrong :
        List.of(
            rule("sampling.pool.key", "3"),
            rule("sampling.pool.everybody", "10"),
            rule("sampling.reconcile_hours", "-1"),
            rule("sampling.reconcile_hour", "1"),
            rule("sampling.missed_round_is_evidence", "perhaps"),
            rule("sampling.exempt_labels", "quarantine"),
            rule("sampling.exempt_labels", "[Quarantine at home]"))) {
      assertThat(problems(HEAD + wrong)).as(wrong).hasSize(1);
    }
    assertThat(
            problems(
                HEAD
                    + rule("sampling.pool.key", "5")
                    + rule("sampling.reconcile_hours", "0.5")
                    + rule("sampling.missed_round_is_evidence", "false")
                    + rule("sampling.exempt_labels", "[quarantine]")))
        .isEmpty();
  }

  @Test
  void a_ladder_of_other_than_times_and_who_is_told_is_a_problem() {
    for (String steps : List.of("[9 holder]", "[09:00 everybody]", "[25:00 lead]", "[]", "09h")) {
      assertThat(problems(HEAD + rule("duties.ladder.daily", steps)))
          .as(steps)
          .containsExactly("10 policy.value_wrong");
    }
    assertThat(problems(HEAD + rule("duties.ladder.daily", "[09:00 holder, +4h calls, 0 lead]")))
        .isEmpty();
    assertThat(problems(HEAD + rule("duties.ladder.dayly", "[09:00 holder]")))
        .containsExactly("9 policy.key_unknown");
  }

  @Test
  void a_value_of_fields_is_a_problem() {
    assertThat(problems(HEAD + rule("a.b", "{x: 1}"))).containsExactly("10 policy.value_shape");
  }

  @Test
  void a_wrong_date_is_named() {
    assertThat(problems(HEAD.replace("2022-01-01", "2022-02-30") + rule("a.b", "1")))
        .containsExactly("6 policy.date_wrong");
  }

  @Test
  void validity_that_ends_before_it_begins_is_a_problem() {
    assertThat(problems(HEAD.replace("validTo: null", "validTo: 2021-12-31") + rule("a.b", "1")))
        .containsExactly("9 policy.validity_reversed");
  }

  @Test
  void a_key_given_twice_is_a_problem() {
    assertThat(problems(HEAD + rule("a.b", "1") + rule("a.b", "2")))
        .containsExactly("14 policy.key_repeated");
  }

  @Test
  void unknown_jurisdiction_and_confidence_are_both_found() {
    assertThat(
            problems(
                HEAD.replace("jurisdiction: park", "jurisdiction: moon")
                    + rule("a.b", "1").replace("verified", "sure")))
        .containsExactly("3 policy.jurisdiction_unknown", "12 policy.confidence_unknown");
  }

  @Test
  void dates_beyond_the_calendar_would_keep_the_server_from_starting_again() {
    assertThat(problems(HEAD.replace("2022-01-01", "+999999999-12-31") + rule("a.b", "1")))
        .containsExactly("6 policy.date_wrong");
    assertThat(problems(HEAD.replace("validTo: null", "validTo: -0001-01-01") + rule("a.b", "1")))
        .contains("7 policy.date_wrong");
  }

  @Test
  void what_the_database_cannot_keep_is_named() {
    assertThat(problems(HEAD.replace("id: test", "id: \"a\\0b\"") + rule("a.b", "1")))
        .containsExactly("1 policy.value_shape");
    assertThat(problems(HEAD + rule("a.b", "\"a\\0b\""))).containsExactly("10 policy.value_shape");
    assertThat(problems(HEAD + rule("a.b", "1.0e+999"))).containsExactly("10 policy.value_shape");
    assertThat(problems(HEAD + rule("a.b", ".inf"))).containsExactly("10 policy.value_shape");
    assertThat(problems(HEAD + rule("a.b", "99999999999")))
        .containsExactly("10 policy.value_shape");
  }

  @Test
  void yaml_that_calls_java_is_not_run() {
    assertThat(problems(HEAD + rule("a.b", "!!javax.script.ScriptEngineManager []")))
        .containsExactly("10 policy.not_yaml");
  }

  @Test
  void aliases_cannot_blow_a_file_up() {
    assertThat(problems("a: &a [1,1]\nb: &b [*a,*a]\nrules: [*b,*b]\n")).isNotEmpty();
  }
}
