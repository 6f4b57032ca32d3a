package org.shouwang.linelists;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.CaseLines.CaseLine;
import org.shouwang.cases.CaseLines.ContactLine;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.PersonLines.PersonLine;

/**
 * How a line looks to another system, so that it takes the file in. Headers and words are those of
 * {@link Headers} and {@link CodeWords}; SORMAS wants three lines before the rows and the names of
 * its enumerations. What they have no word for becomes their nearest: an asymptomatic infection is
 * confirmed to Go.Data, a general contact unconfirmed to SORMAS. Pure.
 */
final class ExchangeShape {

  private static final DateTimeFormatter AMERICAN =
      DateTimeFormatter.ofPattern("M/d/yyyy", Locale.ROOT);

  private static final Map<String, String> OWN_WORDS =
      Map.ofEntries(
          Map.entry("male", "男"),
          Map.entry("female", "女"),
          Map.entry("suspected", "疑似"),
          Map.entry("clinical", "临床诊断病例"),
          Map.entry("confirmed", "确诊病例"),
          Map.entry("asymptomatic", "无症状感染者"),
          Map.entry("recovered", "治愈"),
          Map.entry("transferred", "转出"),
          Map.entry("died", "死亡"),
          Map.entry("candidate", "待判定"),
          Map.entry("close", "密切接触者"),
          Map.entry("secondary", "密接的密接"),
          Map.entry("general", "一般接触者"),
          Map.entry("dropped", "排除"),
          Map.entry("resident_id", "居民身份证"),
          Map.entry("residence_permit", "居住证"),
          Map.entry("home_return_permit", "回乡证"),
          Map.entry("passport", "护照"),
          Map.entry("other", "其他"));

  private static final Map<String, String> GO_DATA_WORDS =
      Map.ofEntries(
          Map.entry("male", "Male"),
          Map.entry("female", "Female"),
          Map.entry("suspected", "Suspect"),
          Map.entry("clinical", "Probable"),
          Map.entry("confirmed", "Confirmed"),
          Map.entry("asymptomatic", "Confirmed"),
          Map.entry("recovered", "Recovered"),
          Map.entry("died", "Deceased"),
          Map.entry("resident_id", "National ID card"),
          Map.entry("residence_permit", "National ID card"),
          Map.entry("home_return_permit", "Other"),
          Map.entry("passport", "Passport"),
          Map.entry("other", "Other"));

  private static final Map<String, String> SORMAS_WORDS =
      Map.ofEntries(
          Map.entry("male", "MALE"),
          Map.entry("female", "FEMALE"),
          Map.entry("suspected", "SUSPECT"),
          Map.entry("clinical", "PROBABLE"),
          Map.entry("confirmed", "CONFIRMED"),
          Map.entry("asymptomatic", "CONFIRMED_NO_SYMPTOMS"),
          Map.entry("recovered", "RECOVERED"),
          Map.entry("died", "DECEASED"),
          Map.entry("candidate", "UNCONFIRMED"),
          Map.entry("close", "CONFIRMED"),
          Map.entry("secondary", "UNCONFIRMED"),
          Map.entry("general", "UNCONFIRMED"),
          Map.entry("dropped", "NO_CONTACT"));

  private ExchangeShape() {}

  /**
   * A line to be written.
   *
   * @param file of a list of cases
   * @param contact of a list of contacts
   * @param caseName what the other system calls the case; our number where it has no name yet
   * @param disease as the editions call it
   */
  record Line(
      PersonLine person,
      @Nullable CaseLine file,
      @Nullable ContactLine contact,
      String caseName,
      String disease) {

    CaseLine ofCase() {
      return Objects.requireNonNull(file);
    }

    ContactLine ofContact() {
      return Objects.requireNonNull(contact);
    }
  }

  /**
   * A column.
   *
   * @param entity which class of SORMAS it belongs to
   * @param caption of SORMAS' third line
   */
  record Column(String entity, String header, String caption, Function<Line, String> cell) {

    static Column of(String header, Function<Line, String> cell) {
      return new Column("", header, "", cell);
    }
  }

  static List<Column> columns(ListFormat format) {
    return switch (format) {
      case OWN_CASES -> ownCases();
      case OWN_CONTACTS -> ownContacts();
      case GO_DATA_CASES -> goDataCases();
      case GO_DATA_CONTACTS -> goDataContacts();
      case SORMAS_CASES -> sormasCases();
      case SORMAS_CONTACTS -> sormasContacts();
      case OTHER -> throw new IllegalArgumentException("no system of that shape");
    };
  }

  /** The lines before the rows. */
  static List<List<String>> head(ListFormat format) {
    List<Column> columns = columns(format);
    List<String> headers = columns.stream().map(Column::header).toList();
    if (!format.system().equals("sormas")) {
      return List.of(headers);
    }
    List<String> captions = new ArrayList<>(columns.stream().map(Column::caption).toList());
    captions.set(0, "##" + captions.getFirst());
    return List.of(columns.stream().map(Column::entity).toList(), headers, captions);
  }

  // ── ours ───────────────────────────────────────────────────────────────────────────────────────

  private static List<Column> ownCases() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("病例编号", it -> it.ofCase().number()));
    columns.addAll(ownPerson());
    columns.add(Column.of("病种", Line::disease));
    columns.add(Column.of("病例分类", it -> own(it.ofCase().classification())));
    columns.add(Column.of("判定文书", it -> plain(it.ofCase().document())));
    columns.add(Column.of("发病日期", it -> day(it.ofCase().onset())));
    columns.add(Column.of("首次阳性采样时间", it -> time(it.ofCase().sampledAt())));
    columns.add(Column.of("症状", it -> plain(it.ofCase().symptoms())));
    columns.add(Column.of("控制时间", it -> time(it.ofCase().controlledAt())));
    columns.add(Column.of("转归", it -> own(it.ofCase().outcome())));
    return columns;
  }

  private static List<Column> ownContacts() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("关联病例", it -> it.ofContact().caseNumber()));
    columns.addAll(ownPerson());
    columns.add(Column.of("病种", Line::disease));
    columns.add(Column.of("首次接触", it -> time(it.ofContact().firstExposure())));
    columns.add(Column.of("末次接触", it -> time(it.ofContact().lastExposure())));
    columns.add(Column.of("判定类别", it -> own(it.ofContact().state())));
    columns.add(Column.of("判定文书", it -> plain(it.ofContact().document())));
    return columns;
  }

  private static List<Column> ownPerson() {
    return List.of(
        Column.of("姓名", it -> plain(it.person().name())),
        Column.of("性别", it -> own(it.person().sex())),
        Column.of("出生日期", it -> day(it.person().birthDate())),
        Column.of("证件类型", it -> own(it.person().documentType())),
        Column.of("证件号码", it -> plain(it.person().document())),
        Column.of("电话", it -> plain(it.person().phone())),
        Column.of("单位", it -> plain(it.person().unitName())));
  }

  private static String own(@Nullable String word) {
    return word == null ? "" : OWN_WORDS.getOrDefault(word, "");
  }

  // ── Go.Data ────────────────────────────────────────────────────────────────────────────────────

  private static List<Column> goDataCases() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("Case ID", Line::caseName));
    columns.addAll(goDataPerson());
    columns.add(Column.of("Classification", it -> goData(it.ofCase().classification())));
    columns.add(Column.of("Date of onset", it -> day(it.ofCase().onset())));
    columns.add(Column.of("Date of reporting", it -> Shown.day(it.ofCase().openedAt())));
    columns.add(Column.of("Outcome", it -> goData(it.ofCase().outcome())));
    columns.add(Column.of("Disease", it -> DiseaseWords.goData(it.disease())));
    return columns;
  }

  private static List<Column> goDataContacts() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("Contact ID", it -> it.ofContact().key().toString()));
    columns.addAll(goDataPerson());
    columns.add(Column.of("Date of reporting", it -> Shown.day(it.ofContact().foundAt())));
    columns.add(Column.of("Date of last contact", it -> Shown.day(it.ofContact().lastExposure())));
    columns.add(Column.of("Relationship Persons Related Person Data Case ID", Line::caseName));
    columns.add(
        Column.of(
            "Relationship Date of last contact", it -> Shown.day(it.ofContact().lastExposure())));
    columns.add(Column.of("Disease", it -> DiseaseWords.goData(it.disease())));
    return columns;
  }

  private static List<Column> goDataPerson() {
    return List.of(
        Column.of("First name", it -> SplitName.of(it.person().name()).given()),
        Column.of("Last name", it -> SplitName.of(it.person().name()).family()),
        Column.of("Gender", it -> goData(it.person().sex())),
        Column.of("Date of birth", it -> day(it.person().birthDate())),
        Column.of("Documents Document type [1]", it -> goData(it.person().documentType())),
        Column.of("Documents Document number [1]", it -> plain(it.person().document())),
        Column.of("Addresses Phone number [1]", it -> plain(it.person().phone())));
  }

  private static String goData(@Nullable String word) {
    return word == null ? "" : GO_DATA_WORDS.getOrDefault(word, "");
  }

  // ── SORMAS ─────────────────────────────────────────────────────────────────────────────────────

  private static List<Column> sormasCases() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("Case", "disease", "Disease", it -> DiseaseWords.sormas(it.disease())));
    columns.add(new Column("Case", "externalID", "External ID", Line::caseName));
    columns.addAll(sormasPerson());
    columns.add(
        new Column(
            "Case",
            "caseClassification",
            "Case classification",
            it -> sormas(it.ofCase().classification())));
    columns.add(
        new Column("Case", "reportDate", "Date of report", it -> american(it.ofCase().openedAt())));
    columns.add(
        new Column("Case", "outcome", "Outcome of case", it -> sormas(it.ofCase().outcome())));
    columns.add(
        new Column(
            "Symptoms",
            "symptoms.onsetDate",
            "Date of symptom onset",
            it -> american(it.ofCase().onset())));
    return columns;
  }

  private static List<Column> sormasContacts() {
    List<Column> columns = new ArrayList<>();
    columns.add(
        new Column(
            "Contact",
            "disease",
            "Disease of source case",
            it -> DiseaseWords.sormas(it.disease())));
    columns.add(
        new Column(
            "Contact", "caseIdExternalSystem", "Case ID in external system", Line::caseName));
    columns.add(
        new Column("Contact", "externalID", "External ID", it -> it.ofContact().key().toString()));
    columns.addAll(sormasPerson());
    columns.add(
        new Column(
            "Contact",
            "contactClassification",
            "Contact classification",
            it -> sormas(it.ofContact().state())));
    columns.add(
        new Column(
            "Contact",
            "firstContactDate",
            "Date of first contact",
            it -> american(it.ofContact().firstExposure())));
    columns.add(
        new Column(
            "Contact",
            "lastContactDate",
            "Date of last contact",
            it -> american(it.ofContact().lastExposure())));
    columns.add(
        new Column(
            "Contact",
            "reportDateTime",
            "Date of report",
            it -> american(it.ofContact().foundAt())));
    return columns;
  }

  private static List<Column> sormasPerson() {
    return List.of(
        new Column(
            "Person",
            "person.firstName",
            "First name",
            it -> SplitName.of(it.person().name()).given()),
        new Column(
            "Person",
            "person.lastName",
            "Last name",
            it -> SplitName.of(it.person().name()).family()),
        new Column("Person", "person.sex", "Sex", it -> sormas(it.person().sex())),
        new Column("Person", "person.birthdateDD", "Day of birth", it -> part(it, "d")),
        new Column("Person", "person.birthdateMM", "Month of birth", it -> part(it, "M")),
        new Column("Person", "person.birthdateYYYY", "Year of birth", it -> part(it, "yyyy")),
        new Column(
            "Person",
            "person.nationalHealthId",
            "National health ID",
            it -> plain(it.person().document())),
        new Column(
            "Person", "person.phone", "Primary phone number", it -> plain(it.person().phone())));
  }

  private static String sormas(@Nullable String word) {
    return word == null ? "" : SORMAS_WORDS.getOrDefault(word, "");
  }

  private static String part(Line line, String pattern) {
    LocalDate born = line.person().birthDate();
    return born == null ? "" : born.format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
  }

  // ── cells ──────────────────────────────────────────────────────────────────────────────────────

  private static String plain(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String day(@Nullable LocalDate day) {
    return day == null ? "" : day.toString();
  }

  private static String time(@Nullable Instant at) {
    return at == null ? "" : Shown.time(at);
  }

  private static String american(@Nullable LocalDate day) {
    return day == null ? "" : AMERICAN.format(day);
  }

  private static String american(Instant at) {
    return american(at.atZone(WorldClock.ZONE).toLocalDate());
  }
}
