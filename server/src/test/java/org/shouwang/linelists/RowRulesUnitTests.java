package org.shouwang.linelists;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowRulesUnitTests {

  private static final Instant NOW = Instant.parse("2022-03-10T04:00:00Z");

  private final Mapping mapping =
      new Mapping(
          ListKind.CONTACTS,
          Map.of(
              "name", Field.NAME,
              "family", Field.FAMILY_NAME,
              "given", Field.GIVEN_NAME,
              "sex", Field.SEX,
              "born", Field.BIRTH_DATE,
              "id", Field.DOCUMENT,
              "last", Field.LAST_CONTACT,
              "first", Field.FIRST_CONTACT,
              "class", Field.CONTACT_CLASS,
              "disease", Field.DISEASE),
          Map.of(Field.CONTACT_CLASS, Map.of("A", "close")),
          DayOrder.AUTO);
  private final RowRules rules =
      new RowRules(
          mapping,
          ListKind.CONTACTS,
          NOW,
          Duration.ofDays(90),
          word -> word.equals("诺如") ? "norovirus" : null);

  private Draft draft(Map<String, String> cells) {
    return Objects.requireNonNull(rules.read(cells).draft());
  }

  private List<String> codes(Map<String, String> cells) {
    return rules.read(cells).reasons().stream().map(RowReason::code).toList();
  }

  @Test
  void aNameInTwoColumnsIsPutTogetherAsItsScriptDoes() {
    assertThat(draft(Map.of("family", "王", "given", "建国", "last", "2022-03-08")).name())
        .isEqualTo("王建国");
    assertThat(draft(Map.of("family", "Smith", "given", "Ann", "last", "2022-03-08")).name())
        .isEqualTo("Ann Smith");
    assertThat(draft(Map.of("given", "王建国", "last", "2022-03-08")).name()).isEqualTo("王建国");
    assertThat(codes(Map.of("last", "2022-03-08"))).containsExactly("linelists.field_missing");
  }

  @Test
  void aDiseaseNobodyKnowsIsNamedAndNoneIsNone() {
    Map<String, String> cells = Map.of("name", "王", "last", "2022-03-08");
    assertThat(draft(cells).disease()).isNull();
    Map<String, String> known = Map.of("name", "王", "last", "2022-03-08", "disease", "诺如");
    assertThat(draft(known).disease()).isEqualTo("norovirus");
    RowReason reason =
        rules.read(Map.of("name", "王", "last", "2022-03-08", "disease", "瘟疫")).reasons().getFirst();
    assertThat(reason.code()).isEqualTo("linelists.value_unknown");
    assertThat(reason.header()).isEqualTo("disease");
    assertThat(reason.values()).containsEntry("value", "瘟疫");
  }

  @ParameterizedTest
  @CsvSource({
    "CORONAVIRUS, covid-19, CORONAVIRUS",
    "COVID-19, covid-19, CORONAVIRUS",
    "LNG_REFERENCE_DATA_CATEGORY_DISEASE_2019_N_CO_V, covid-19, CORONAVIRUS",
    "Measles, measles, MEASLES",
    "YELLOW_FEVER, yellow-fever, YELLOW_FEVER",
    "MONKEYPOX, mpox, MONKEYPOX",
    "诺如病毒, norovirus, norovirus"
  })
  void diseasesHaveWordsInOtherSystems(String theirs, String ours, String sormas) {
    assertThat(DiseaseWords.ours(theirs)).isEqualTo(ours);
    assertThat(DiseaseWords.sormas(ours)).isEqualTo(sormas);
  }

  @Test
  void everythingWrongWithARowIsSaidAtOnce() {
    assertThat(codes(Map.of("name", "王", "last", "2022-04-01", "class", "Z", "born", "x")))
        .containsExactlyInAnyOrder(
            "linelists.date_wrong", "linelists.date_out_of_bounds", "linelists.value_unknown");
    assertThat(codes(Map.of("name", "王", "last", "2021-12-01")))
        .containsExactly("linelists.date_out_of_bounds");
    assertThat(codes(Map.of("name", "王", "first", "2022-03-09", "last", "2022-03-08")))
        .containsExactly("linelists.first_after_last");
    assertThat(codes(Map.of("name", "王"))).containsExactly("linelists.field_missing");
  }

  @Test
  void sexAndBirthDateFitTheNumber() {
    String id = "629901198503020017";
    assertThat(codes(Map.of("name", "王", "last", "2022-03-08", "id", id, "sex", "女")))
        .containsExactly("linelists.sex_differs");
    assertThat(codes(Map.of("name", "王", "last", "2022-03-08", "id", id, "born", "1985-03-03")))
        .containsExactly("linelists.birth_differs");
    assertThat(
            codes(
                Map.of(
                    "name", "王", "last", "2022-03-08", "id", id, "born", "1985/3/2", "sex", "M")))
        .isEmpty();
  }

  @Test
  void aWordChosenByHandGoesBeforeTheUsualOnes() {
    assertThat(draft(Map.of("name", "王", "last", "2022-03-08", "class", "A")).contactClass())
        .isEqualTo("close");
    assertThat(draft(Map.of("name", "王", "last", "2022-03-08", "class", "次密接")).contactClass())
        .isEqualTo("secondary");
  }

  @ParameterizedTest
  @CsvSource({
    "CLASSIFICATION, LNG_REFERENCE_DATA_CATEGORY_CASE_CLASSIFICATION_CONFIRMED, confirmed",
    "CLASSIFICATION, LNG_REFERENCE_DATA_CATEGORY_CASE_CLASSIFICATION_PROBABLE, suspected",
    "CLASSIFICATION, LNG_REFERENCE_DATA_CATEGORY_CASE_CLASSIFICATION_NOT_A_CASE_DISCARDED, none",
    "CLASSIFICATION, CONFIRMED_NO_SYMPTOMS, asymptomatic",
    "CLASSIFICATION, Confirmed case with no symptoms, asymptomatic",
    "CLASSIFICATION, Possible case, suspected",
    "CLASSIFICATION, NO_CASE, none",
    "CLASSIFICATION, Not a case (discarded), none",
    "CLASSIFICATION, 无症状感染者, asymptomatic",
    "SEX, LNG_REFERENCE_DATA_CATEGORY_GENDER_FEMALE, female",
    "SEX, Male, male",
    "OUTCOME, DECEASED, died",
    "OUTCOME, LNG_REFERENCE_DATA_CATEGORY_OUTCOME_ALIVE, open",
    "OUTCOME, No Outcome Yet, open",
    "CLASSIFICATION, 临床诊断病例, clinical",
    "CONTACT_CLASS, UNCONFIRMED, candidate",
    "CONTACT_CLASS, Confirmed contact, close",
    "CONTACT_CLASS, Not a contact, none"
  })
  void theWordsOfOtherSystemsAreOurs(Field field, String theirs, String ours) {
    assertThat(CodeWords.ours(field, theirs)).isEqualTo(ours);
    assertThat(CodeWords.ours(field)).contains(ours);
  }

  @Test
  void aWordNobodyKnowsIsNone() {
    assertThat(CodeWords.ours(Field.CLASSIFICATION, "maybe")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "王建国, 建国, 王",
    "欧阳修, 修, 欧阳",
    "王伟, 伟, 王",
    "买买提·艾力, 买买提, 艾力",
    "Ann Mary Smith, Ann Mary, Smith",
    "王, 王, ''"
  })
  void aNameIsSplitForSystemsThatWantItSo(String name, String given, String family) {
    assertThat(SplitName.of(name)).isEqualTo(new SplitName(given, family));
  }
}
