package org.shouwang.linelists;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words that lists write for what is a closed list with us.
 *
 * <p>Sources: the reference data of Go.Data (its tokens and their English labels), the enumerations
 * of SORMAS (their names and English captions of {@code enum.properties}), the words of the field.
 * A confirmed contact of SORMAS is proposed as a close one: it knows no classes.
 */
final class CodeWords {

  /** Not a case, not a contact. */
  static final String NONE = "none";

  /** The case goes on, or nobody knows. */
  static final String GOES_ON = "open";

  private static final Map<Field, List<String>> OURS =
      Map.of(
          Field.SEX,
          List.of("male", "female", "unknown"),
          Field.CLASSIFICATION,
          List.of("suspected", "clinical", "confirmed", "asymptomatic", NONE),
          Field.OUTCOME,
          List.of(GOES_ON, "recovered", "transferred", "died"),
          Field.CONTACT_CLASS,
          List.of("candidate", "close", "secondary", "general", NONE));

  private static final Map<Field, Map<String, String>> WORDS = new HashMap<>();

  static {
    words(Field.SEX, "male", "m", "男", "男性", "1");
    words(Field.SEX, "female", "f", "女", "女性", "2");
    words(Field.SEX, "unknown", "other", "未知", "不详", "9");
    words(
        Field.CLASSIFICATION,
        "suspected",
        "suspect",
        "possible case",
        "probable",
        "probable case",
        "not_classified",
        "not yet classified",
        "unclassified",
        "no classification",
        "疑似",
        "疑似病例",
        "待定",
        "阳性");
    words(Field.CLASSIFICATION, "clinical", "临床诊断", "临床诊断病例");
    words(
        Field.CLASSIFICATION,
        "confirmed",
        "confirmed case",
        "confirmed_unknown_symptoms",
        "confirmed case with unknown symptoms",
        "确诊",
        "确诊病例");
    words(
        Field.CLASSIFICATION,
        "asymptomatic",
        "confirmed_no_symptoms",
        "confirmed case with no symptoms",
        "无症状",
        "无症状感染者");
    words(
        Field.CLASSIFICATION,
        NONE,
        "no_case",
        "not a case",
        "not_a_case_discarded",
        "not a case (discarded)",
        "排除",
        "排除病例");
    words(
        Field.OUTCOME,
        GOES_ON,
        "no_outcome",
        "no outcome yet",
        "unknown",
        "alive",
        "治疗中",
        "在院",
        "未知");
    words(Field.OUTCOME, "recovered", "治愈", "康复", "治愈出院", "出院", "解除");
    words(Field.OUTCOME, "transferred", "转出", "转院");
    words(Field.OUTCOME, "died", "deceased", "死亡");
    words(Field.CONTACT_CLASS, "candidate", "unconfirmed", "unconfirmed contact", "待判定", "待定");
    words(
        Field.CONTACT_CLASS,
        "close",
        "confirmed",
        "confirmed contact",
        "close contact",
        "密接",
        "密切接触者");
    words(
        Field.CONTACT_CLASS,
        "secondary",
        "contact of contact",
        "secondary contact",
        "次密接",
        "密接的密接",
        "密接之密接");
    words(Field.CONTACT_CLASS, "general", "general contact", "一般接触者", "一般接触");
    words(Field.CONTACT_CLASS, NONE, "no_contact", "not a contact", "排除", "非密接");
  }

  private CodeWords() {}

  private static void words(Field field, String ours, String... theirs) {
    Map<String, String> words = WORDS.computeIfAbsent(field, it -> new HashMap<>());
    words.put(ours, ours);
    for (String word : theirs) {
      words.put(word, ours);
    }
  }

  /** Our words of a field, to choose from. */
  static List<String> ours(Field field) {
    return OURS.getOrDefault(field, List.of());
  }

  /** Our word for theirs; null: nobody knows. */
  static @Nullable String ours(Field field, String theirs) {
    return WORDS.getOrDefault(field, Map.of()).get(normalised(theirs));
  }

  /** A word as it is compared: without the name of Go.Data's category before it. */
  static String normalised(String word) {
    String text = word.strip().toLowerCase(Locale.ROOT);
    for (String category :
        List.of("case_classification_", "disease_", "gender_", "outcome_", "person_type_")) {
      String prefix = "lng_reference_data_category_" + category;
      if (text.startsWith(prefix)) {
        return text.substring(prefix.length());
      }
    }
    return text;
  }
}
