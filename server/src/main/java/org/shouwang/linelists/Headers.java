package org.shouwang.linelists;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells by its headers whose export a file is, and what its columns mean.
 *
 * <p>Sources. Go.Data: labels of {@code common/models/contact.js} and {@code
 * components/baseModelOptions/case.js} of WorldHealthOrganization/GoDataSource-API 2.50 in English,
 * composed as {@code components/exportHelper.js} does ("Documents Document number [1]"), and the
 * names it writes when variables are asked for instead of labels. SORMAS: the property ids that
 * {@code CsvStreamUtils} writes for {@code CaseExportDto} and {@code ContactExportDto} of
 * SORMAS-Foundation/SORMAS-Project ("person.firstName"), between a line of entity names and a line
 * of captions that begins with "##".
 */
final class Headers {

  private static final Pattern SPACES = Pattern.compile("[\\s\\u00a0\\u3000]+");

  private static final Map<String, Field> GO_DATA = new LinkedHashMap<>();
  private static final Map<String, Field> SORMAS = new LinkedHashMap<>();

  static {
    person(GO_DATA, "", "first name", "last name", "gender", "date of birth");
    person(GO_DATA, "", "firstname", "lastname", "gender", "dob");
    GO_DATA.put("id", Field.EXTERNAL_ID);
    GO_DATA.put("contact id", Field.EXTERNAL_NUMBER);
    GO_DATA.put("case id", Field.EXTERNAL_NUMBER);
    GO_DATA.put("visualid", Field.EXTERNAL_NUMBER);
    GO_DATA.put("documents document type [1]", Field.DOCUMENT_TYPE);
    GO_DATA.put("documents type [1]", Field.DOCUMENT_TYPE);
    GO_DATA.put("documents document number [1]", Field.DOCUMENT);
    GO_DATA.put("documents number [1]", Field.DOCUMENT);
    GO_DATA.put("addresses phone number [1]", Field.PHONE);
    GO_DATA.put("addresses phonenumber [1]", Field.PHONE);
    GO_DATA.put("disease", Field.DISEASE);
    GO_DATA.put("classification", Field.CLASSIFICATION);
    GO_DATA.put("date of onset", Field.ONSET);
    GO_DATA.put("dateofonset", Field.ONSET);
    GO_DATA.put("outcome", Field.OUTCOME);
    GO_DATA.put("outcomeid", Field.OUTCOME);
    GO_DATA.put("date of last contact", Field.LAST_CONTACT);
    GO_DATA.put("dateoflastcontact", Field.LAST_CONTACT);
    GO_DATA.put("relationship persons related person data case id", Field.CASE_REFERENCE);
    GO_DATA.put(
        "relationship relatedpersondata relationship.relatedpersondata.visualid",
        Field.CASE_REFERENCE);
    GO_DATA.put("relationship persons related person", Field.CASE_REFERENCE);
    GO_DATA.put("relationship relationship.relatedid", Field.CASE_REFERENCE);
    GO_DATA.put("relationship comment", Field.NOTE);
    GO_DATA.put("relationship relationship.comment", Field.NOTE);

    person(SORMAS, "person.", "firstname", "lastname", "sex", "birthdate");
    person(SORMAS, "", "firstname", "lastname", "sex", "birthdate");
    SORMAS.put("uuid", Field.EXTERNAL_ID);
    SORMAS.put("epidnumber", Field.EXTERNAL_NUMBER);
    SORMAS.put("externalid", Field.EXTERNAL_NUMBER);
    SORMAS.put("person.nationalhealthid", Field.DOCUMENT);
    SORMAS.put("nationalhealthid", Field.DOCUMENT);
    SORMAS.put("person.phone", Field.PHONE);
    SORMAS.put("phone", Field.PHONE);
    SORMAS.put("disease", Field.DISEASE);
    SORMAS.put("caseclassification", Field.CLASSIFICATION);
    SORMAS.put("symptoms.onsetdate", Field.ONSET);
    SORMAS.put("onsetdate", Field.ONSET);
    SORMAS.put("quarantinefrom", Field.CONTROLLED_AT);
    SORMAS.put("outcome", Field.OUTCOME);
    SORMAS.put("sourcecaseuuid", Field.CASE_REFERENCE);
    SORMAS.put("caseidexternalsystem", Field.CASE_REFERENCE);
    SORMAS.put("contactclassification", Field.CONTACT_CLASS);
    SORMAS.put("firstcontactdate", Field.FIRST_CONTACT);
    SORMAS.put("lastcontactdate", Field.LAST_CONTACT);
  }

  private Headers() {}

  private static void person(
      Map<String, Field> into,
      String prefix,
      String given,
      String family,
      String sex,
      String born) {
    into.put(prefix + given, Field.GIVEN_NAME);
    into.put(prefix + family, Field.FAMILY_NAME);
    into.put(prefix + sex, Field.SEX);
    into.put(born, Field.BIRTH_DATE);
  }

  /** A header as it is compared: lower case, one space, no mark of a comment. */
  static String normalised(String header) {
    String text = SPACES.matcher(header.replace("\ufeff", "")).replaceAll(" ").strip();
    return (text.startsWith("##") ? text.substring(2) : text).toLowerCase(Locale.ROOT);
  }

  /** Whose export it is. */
  static ListFormat format(List<String> headers) {
    Set<String> all = new HashSet<>();
    headers.forEach(it -> all.add(normalised(it)));
    boolean sormas = all.contains("uuid") || all.contains("person.firstname");
    if (sormas && all.contains("contactclassification")) {
      return ListFormat.SORMAS_CONTACTS;
    }
    if (sormas && all.contains("caseclassification") && !all.contains("sourcecaseuuid")) {
      return ListFormat.SORMAS_CASES;
    }
    boolean goData =
        (all.contains("first name") && all.contains("last name"))
            || (all.contains("visualid") && all.contains("firstname"));
    if (goData && (all.contains("contact id") || all.contains("dateoflastcontact"))) {
      return ListFormat.GO_DATA_CONTACTS;
    }
    if (goData
        && all.contains("classification")
        && (all.contains("case id") || all.contains("dateofonset"))) {
      return ListFormat.GO_DATA_CASES;
    }
    if (all.contains("姓名") && all.contains("关联病例") && all.contains("末次接触")) {
      return ListFormat.OWN_CONTACTS;
    }
    if (all.contains("姓名") && all.contains("病例编号") && all.contains("病例分类")) {
      return ListFormat.OWN_CASES;
    }
    return ListFormat.OTHER;
  }

  /**
   * What the columns of a format mean; of a table that nobody knows, what they probably mean. Each
   * field is given to one column.
   *
   * @return by header; those that mean nothing to us are left out
   */
  static Map<String, Field> columns(ListFormat format, @Nullable ListKind kind, List<String> all) {
    Map<String, Field> known =
        switch (format) {
          case GO_DATA_CASES, GO_DATA_CONTACTS -> GO_DATA;
          case SORMAS_CASES, SORMAS_CONTACTS -> SORMAS;
          case OWN_CASES, OWN_CONTACTS, OTHER -> Map.of();
        };
    List<String> names = all.stream().map(Headers::normalised).toList();
    Map<String, Field> columns = new LinkedHashMap<>();
    Set<Field> given = new HashSet<>();
    if (known.isEmpty()) {
      for (int i = 0; i < names.size(); i++) {
        Field field = called(names.get(i), format, kind);
        if (field != null && given.add(field)) {
          columns.put(all.get(i), field);
        }
      }
      return columns;
    }
    // in the order of our preference, not of the file's
    known.forEach((name, field) -> {
      int at = names.indexOf(name);
      if (at >= 0 && (kind == null || field.isOf(kind)) && given.add(field)) {
        columns.put(all.get(at), field);
      }
    });
    return columns;
  }

  private static @Nullable Field called(String name, ListFormat format, @Nullable ListKind kind) {
    if (format == ListFormat.OWN_CASES && name.equals("病例编号")) {
      return Field.EXTERNAL_NUMBER;
    }
    for (Field field : Field.values()) {
      if ((kind == null || field.isOf(kind)) && field.isCalled(name)) {
        return field;
      }
    }
    return null;
  }

  /** Whether a row may be the one with the headers. */
  static boolean isHeader(List<String> cells) {
    List<String> filled = cells.stream().filter(it -> !it.isBlank()).toList();
    if (filled.size() < 2 || format(cells) != ListFormat.OTHER) {
      return filled.size() >= 2;
    }
    return !columns(ListFormat.OTHER, null, cells).isEmpty();
  }

  /** Headers made unique, and given a name where they have none, so that each can be mapped. */
  static List<String> unique(List<String> cells) {
    List<String> unique = new ArrayList<>(cells.size());
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < cells.size(); i++) {
      String text = cells.get(i).replace("\ufeff", "").strip();
      String name = text.isEmpty() ? "#" + (i + 1) : text;
      String header = name;
      for (int n = 2; !taken.add(header); n++) {
        header = name + " (" + n + ")";
      }
      unique.add(header.length() > 200 ? header.substring(0, 200) : header);
    }
    return unique;
  }
}
