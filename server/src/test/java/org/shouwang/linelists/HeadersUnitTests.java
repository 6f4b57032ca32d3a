package org.shouwang.linelists;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HeadersUnitTests {

  private static Survey surveyed(String fixture, String separator) throws IOException {
    Survey survey = new Survey();
    try (InputStream in = HeadersUnitTests.class.getResourceAsStream("/linelists/" + fixture)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      text.lines()
          .map(line ->
              Arrays.stream(line.split(separator, -1)).map(it -> it.replace("\"", "")).toList())
          .forEach(survey::row);
    }
    survey.end();
    return survey;
  }

  @Test
  void eachSystemsExportIsKnownByItsHeaders() throws IOException {
    assertThat(Headers.format(surveyed("go-data-cases.csv", ",").headers()))
        .isEqualTo(ListFormat.GO_DATA_CASES);
    assertThat(Headers.format(surveyed("go-data-contacts.csv", ",").headers()))
        .isEqualTo(ListFormat.GO_DATA_CONTACTS);
    assertThat(Headers.format(surveyed("sormas-cases.csv", ",").headers()))
        .isEqualTo(ListFormat.SORMAS_CASES);
    assertThat(Headers.format(surveyed("sormas-contacts.csv", ";").headers()))
        .isEqualTo(ListFormat.SORMAS_CONTACTS);
    assertThat(Headers.format(surveyed("unknown-table.csv", ";").headers()))
        .isEqualTo(ListFormat.OTHER);
  }

  @Test
  void goDatasVariableNamesAreKnownAsWellAsItsLabels() {
    List<String> headers =
        List.of(
            "id",
            "visualId",
            "firstName",
            "lastName",
            "gender",
            "dob",
            "dateOfLastContact",
            "documents number [1]",
            "addresses phoneNumber [1]");
    assertThat(Headers.format(headers)).isEqualTo(ListFormat.GO_DATA_CONTACTS);
    assertThat(Headers.columns(ListFormat.GO_DATA_CONTACTS, ListKind.CONTACTS, headers))
        .containsEntry("dateOfLastContact", Field.LAST_CONTACT)
        .containsEntry("documents number [1]", Field.DOCUMENT)
        .containsEntry("addresses phoneNumber [1]", Field.PHONE)
        .containsEntry("visualId", Field.EXTERNAL_NUMBER);
  }

  @Test
  void entityNamesCaptionsAndTitlesAreNoRowsAndNoHeaders() throws IOException {
    Survey sormas = surveyed("sormas-cases.csv", ",");
    assertThat(sormas.headerRow()).isEqualTo(1);
    assertThat(sormas.rows()).isEqualTo(9);
    Survey unknown = surveyed("unknown-table.csv", ";");
    assertThat(unknown.headerRow()).isEqualTo(1);
    assertThat(unknown.headers()).startsWith("序号", "人员");
  }

  @Test
  void ofTheSourceCaseOnlyItsIdIsOfUse() throws IOException {
    Map<String, Field> columns =
        Mapping.of(ListFormat.SORMAS_CONTACTS, surveyed("sormas-contacts.csv", ";").headers())
            .columns();
    assertThat(columns)
        .containsEntry("sourceCaseUuid", Field.CASE_REFERENCE)
        .containsEntry("contactClassification", Field.CONTACT_CLASS)
        .doesNotContainKey("caseClassification");
  }

  @Test
  void aHeaderThatIsMissingOrTwiceGetsANameOfItsOwn() {
    assertThat(Headers.unique(List.of("姓名", "", "姓名", "\ufeff电话")))
        .containsExactly("姓名", "#2", "姓名 (2)", "电话");
  }

  @Test
  void whatWeWriteIsKnownAgain() {
    for (ListFormat format : ListFormat.values()) {
      if (format != ListFormat.OTHER) {
        List<List<String>> head = ExchangeShape.head(format);
        List<String> headers = head.size() == 1 ? head.getFirst() : head.get(1);
        assertThat(Headers.format(headers)).as(format.key()).isEqualTo(format);
        assertThat(Headers.columns(format, format.kind(), headers).values())
            .as(format.key())
            .contains(Field.DOCUMENT, Field.PHONE);
      }
    }
  }

  @Test
  void theSameHeadersInAnotherOrderAreTheSameTable() {
    assertThat(Mappings.digest(List.of("甲", "乙 ", "※行号")))
        .isEqualTo(Mappings.digest(List.of("乙", "甲")))
        .isNotEqualTo(Mappings.digest(List.of("乙", "丙")));
  }
}
