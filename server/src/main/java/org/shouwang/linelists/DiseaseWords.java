package org.shouwang.linelists;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of other systems for diseases. What they have no word for is written as our key: a
 * value that their import refuses is seen, a wrong disease isn't. Pure.
 *
 * <p>Sources: the enumeration {@code Disease} of SORMAS, whose captions are the same words but for
 * those named here; the reference data of Go.Data.
 */
final class DiseaseWords {

  private static final String COVID = "covid-19";

  /** Names of SORMAS that are our keys in capitals. */
  private static final Set<String> SORMAS =
      Set.of(
          "ADENOVIRUS",
          "ANTHRAX",
          "CHIKUNGUNYA",
          "CHOLERA",
          "DENGUE",
          "ENTEROVIRUS",
          "HIV",
          "INFLUENZA",
          "LASSA",
          "LEPROSY",
          "MALARIA",
          "MEASLES",
          "PERTUSSIS",
          "PLAGUE",
          "PNEUMONIA",
          "POLIO",
          "RABIES",
          "RHINOVIRUS",
          "RUBELLA",
          "SCHISTOSOMIASIS",
          "TUBERCULOSIS",
          "TYPHOID_FEVER",
          "WEST_NILE_FEVER",
          "YELLOW_FEVER");

  /** Names of SORMAS that are others than ours. */
  private static final Map<String, String> SORMAS_OTHERWISE =
      Map.of(COVID, "CORONAVIRUS", "ebola", "EVD", "mpox", "MONKEYPOX", "diphtheria", "DIPHTERIA");

  private static final Map<String, String> GO_DATA =
      Map.of(COVID, "LNG_REFERENCE_DATA_CATEGORY_DISEASE_2019_N_CO_V");

  /** Their words as they are compared. */
  private static final Map<String, String> OURS =
      Map.ofEntries(
          Map.entry("coronavirus", COVID),
          Map.entry("covid", COVID),
          Map.entry("covid_19", COVID),
          Map.entry("2019_n_co_v", COVID),
          Map.entry("2019_ncov", COVID),
          Map.entry("新冠", COVID),
          Map.entry("新冠肺炎", COVID),
          Map.entry("新型冠状病毒肺炎", COVID),
          Map.entry("evd", "ebola"),
          Map.entry("ebola_virus_disease", "ebola"),
          Map.entry("monkeypox", "mpox"),
          Map.entry("diphteria", "diphtheria"),
          Map.entry("诺如", "norovirus"),
          Map.entry("诺如病毒", "norovirus"));

  private DiseaseWords() {}

  /** Our key for their word; null: nobody knows. */
  static @Nullable String ours(String theirs) {
    String word = CodeWords.normalised(theirs).replaceAll("[\\s-]+", "_");
    String known = OURS.get(word);
    return known != null
        ? known
        : SORMAS.contains(word.toUpperCase(Locale.ROOT)) ? word.replace('_', '-') : null;
  }

  /** What SORMAS calls it; else our key. */
  static String sormas(String ours) {
    String name = ours.toUpperCase(Locale.ROOT).replace('-', '_');
    return SORMAS_OTHERWISE.getOrDefault(ours, SORMAS.contains(name) ? name : ours);
  }

  /** What Go.Data calls it; else our key. */
  static String goData(String ours) {
    return GO_DATA.getOrDefault(ours, ours);
  }
}
