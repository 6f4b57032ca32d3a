package org.shouwang.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every validation vector of policy-facts.md, and the field's ways of typing. */
class ValidationVectorsUnitTests {

  private final Documents documents = new Documents(new Regions(false));
  private final Documents demo = new Documents(new Regions(true));

  @ParameterizedTest
  @ValueSource(strings = {"62012119000101001X", "620102190402291028", "440524188001010014"})
  void residentIdsOfTheStandardAreValid(String number) {
    assertThat(documents.check(DocumentType.RESIDENT_ID, number).problem()).isNull();
    assertThat(documents.check(number).type()).isEqualTo(DocumentType.RESIDENT_ID);
  }

  @ParameterizedTest
  @CsvSource({
    "620121190001010010,people.document_check",
    "620102190302291020,people.document_date",
    "990102190001010014,people.document_region",
    "62012119000101001,people.document_length",
    "6201211900010100AX,people.document_format",
    "620121190001010000,people.document_rounded",
    "6.2012119E+17,people.document_rounded"
  })
  void wrongResidentIdsAreNamedByWhatIsWrong(String number, String problem) {
    assertThat(documents.check(DocumentType.RESIDENT_ID, number).problem()).isEqualTo(problem);
  }

  @Test
  void birthDateAndSexComeFromTheNumber() {
    Documents.Checked checked = documents.check("620102190402291028");
    assertThat(checked.birthDate()).isEqualTo(LocalDate.of(1904, 2, 29));
    assertThat(checked.male()).isFalse();
    assertThat(documents.check("62012119000101001X").male()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "62012119000101001x",
        "'62012119000101001X",
        "６２０１２１１９０００１０１００１Ｘ",
        " 620121 19000101 001X ",
        "\u200b62012119000101001X\u00a0"
      })
  void numbersTypedInTheFieldsWaysAreTheSameNumber(String typed) {
    Documents.Checked checked = documents.check(DocumentType.RESIDENT_ID, typed);
    assertThat(checked.problem()).isNull();
    assertThat(checked.number()).isEqualTo("62012119000101001X");
  }

  @Test
  void theDemosRegionCountsInTheDemoAlone() {
    String body = "62990119850302101";
    String number = body + ResidentNumber.check(body);
    assertThat(demo.check(number).valid()).isTrue();
    assertThat(documents.check(number).problem()).isEqualTo("people.document_region");
  }

  @ParameterizedTest
  @ValueSource(strings = {"810000190001010018", "83000019010203002X", "820000190405060056"})
  void residencePermitsOfTheVectorsAreValid(String number) {
    assertThat(documents.check(DocumentType.RESIDENCE_PERMIT, number).problem()).isNull();
    assertThat(documents.check(number).type()).isEqualTo(DocumentType.RESIDENCE_PERMIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"810000190001010019", "820000190405060058", "62012119000101001X"})
  void wrongResidencePermitsAreInvalid(String number) {
    assertThat(documents.check(DocumentType.RESIDENCE_PERMIT, number).valid()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "91620100MAFAKE0198",
        "12620000MAFAKE0273",
        "92620121MAFAKE0358",
        "91620100MAFAK03950"
      })
  void creditCodesOfTheVectorsAreValid(String code) {
    assertThat(CreditCode.isValid(code)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"91620100MAFAKE0197", "91620100MAFAKO0198", "91350100M000100Y4Z"})
  void wrongCreditCodesAreInvalid(String code) {
    assertThat(CreditCode.isValid(code)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "H12345678,true",
    "M1234567800,true",
    "A12345678,false",
    "H1234567,false",
    "H123456789,false"
  })
  void homeReturnPermits(String number, boolean valid) {
    assertThat(documents.check(DocumentType.HOME_RETURN_PERMIT, number).valid()).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({
    "E12345678,true",
    "EA1234567,true",
    "G12345678,true",
    "EI1234567,false",
    "E1234567,false",
    "e12345678,false"
  })
  void chinesePassports(String number, boolean valid) {
    assertThat(Documents.isPassport(number, "CHN")).isEqualTo(valid);
  }

  @Test
  void foreignPassportsAreCheckedByLengthAlone() {
    assertThat(Documents.isPassport("L898902C3", "USA")).isTrue();
    assertThat(Documents.isPassport("L8", "USA")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "13900000000,true",
    "19999999999,true",
    "+86 139 0000 0000,true",
    "0086-13900000000,true",
    "１３９００００００００,true",
    "12345678901,false",
    "1390000000,false"
  })
  void mobiles(String number, boolean valid) {
    assertThat(Phone.isValid(Phone.normalised(number))).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({
    "甘A12345,true",
    "甘AD12345,true",
    "甘A1234挂,true",
    "甘AI1234,false",
    "兰A12345,false",
    "甘A123456,false",
    "甘AABC12,false"
  })
  void plates(String plate, boolean valid) {
    assertThat(Plate.isValid(plate)).isEqualTo(valid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1985年3月2日",
        "1985.3.2",
        "1985/03/02",
        "19850302",
        "1985-03-02",
        "31108",
        "31108.0",
        "１９８５年０３月０２日",
        "1985-03-02 00:00:00",
        "'1985.03.02",
        "1985-03-02T00:00"
      })
  void datesInTheFieldsForms(String text) {
    assertThat(FieldDates.parse(text)).contains(LocalDate.of(1985, 3, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1985.2.30", "85.3.2", "三月二日", "", "19851302"})
  void whatIsNoDateIsRefused(String text) {
    assertThat(FieldDates.parse(text)).isEmpty();
  }

  @Test
  void surnamesAreReadAsSurnames() {
    assertThat(PinyinInitials.of("单雄信")).first().isEqualTo("sxx");
    assertThat(PinyinInitials.of("单雄信")).contains("dxx");
    assertThat(PinyinInitials.of("曾国华")).first().isEqualTo("zgh");
    assertThat(PinyinInitials.of("尉迟恭")).first().isEqualTo("ycg");
    assertThat(PinyinInitials.of("王小明")).containsExactly("wxm");
  }

  @Test
  void cellsThatASpreadsheetWouldRunAreMadeInert() {
    assertThat(Texts.inert("=1+1")).isEqualTo("'=1+1");
    assertThat(Texts.inert("@SUM(A1)")).isEqualTo("'@SUM(A1)");
    assertThat(Texts.inert("-2")).isEqualTo("'-2");
    assertThat(Texts.inert("张三")).isEqualTo("张三");
  }

  @Test
  void spacesInsideChineseNamesGo() {
    assertThat(Texts.name("张　三")).isEqualTo("张三");
    assertThat(Texts.name("John  Smith")).isEqualTo("John Smith");
    assertThat(Texts.name("买买提•吐尔逊")).isEqualTo("买买提·吐尔逊");
  }
}
