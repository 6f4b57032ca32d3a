package org.shouwang.people;

import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks documents as their standards say. Pure: no clock, no database. */
final class Documents {

  private static final Pattern HOME_RETURN = Pattern.compile("[HM]\\d{8}(\\d{2})?");
  private static final Pattern PRC_PASSPORT =
      Pattern.compile("E\\d{8}|E[A-HJ-NP-Z]\\d{7}|G\\d{8}|[DSP]E?\\d{7}");
  private static final Pattern FOREIGN_PASSPORT = Pattern.compile("[A-Z0-9]{5,20}");
  private static final Pattern PERMIT_REGION = Pattern.compile("8[123]0000.*");

  private final Regions regions;

  Documents(Regions regions) {
    this.regions = regions;
  }

  /**
   * What became of a number.
   *
   * @param type its type
   * @param number as it is kept: half-width, capitals
   * @param problem the code of what is wrong with it; null when nothing is
   * @param birthDate the day in the number, where it has one
   * @param male the sex in the number, where it has one
   */
  record Checked(
      DocumentType type,
      String number,
      @Nullable String problem,
      @Nullable LocalDate birthDate,
      @Nullable Boolean male) {

    boolean valid() {
      return problem == null;
    }
  }

  /** Checks a number of a stated type; the number may be typed in any of the field's ways. */
  Checked check(DocumentType type, @Nullable String raw) {
    String number = Texts.code(raw);
    return switch (type) {
      case RESIDENT_ID -> residentId(number);
      case RESIDENCE_PERMIT -> residencePermit(number);
      case HOME_RETURN_PERMIT ->
          plain(type, number, HOME_RETURN.matcher(number).matches(), "people.document_format");
      case PASSPORT -> plain(type, number, isPassport(number, "CHN"), "people.document_format");
      case OTHER ->
          plain(
              type,
              number,
              number.length() >= 4 && number.length() <= 30,
              "people.document_length");
    };
  }

  /** Guesses the type from the number's shape, then checks it. */
  Checked check(@Nullable String raw) {
    String number = Texts.code(raw);
    if (number.length() == 18 && PERMIT_REGION.matcher(number).matches()) {
      return check(DocumentType.RESIDENCE_PERMIT, number);
    }
    if (HOME_RETURN.matcher(number).matches()) {
      return check(DocumentType.HOME_RETURN_PERMIT, number);
    }
    if (PRC_PASSPORT.matcher(number).matches()) {
      return check(DocumentType.PASSPORT, number);
    }
    return check(DocumentType.RESIDENT_ID, number);
  }

  /** A passport: ours by its pattern, a foreign one by its length; letters must be capitals. */
  static boolean isPassport(String number, String country) {
    return "CHN".equals(country)
        ? PRC_PASSPORT.matcher(number).matches()
        : FOREIGN_PASSPORT.matcher(number).matches();
  }

  private Checked residentId(String number) {
    String shape = shapeProblem(number);
    if (shape != null) {
      return new Checked(DocumentType.RESIDENT_ID, number, shape, null, null);
    }
    LocalDate born = ResidentNumber.birthDate(number);
    String problem = null;
    if (ResidentNumber.isRounded(number)) {
      problem = "people.document_rounded";
    } else if (!regions.knows(number)) {
      problem = "people.document_region";
    } else {
      problem = sumProblem(number, born);
    }
    return new Checked(
        DocumentType.RESIDENT_ID, number, problem, born, ResidentNumber.isMale(number));
  }

  private static Checked residencePermit(String number) {
    String shape = shapeProblem(number);
    if (shape != null) {
      return new Checked(DocumentType.RESIDENCE_PERMIT, number, shape, null, null);
    }
    LocalDate born = ResidentNumber.birthDate(number);
    String problem =
        PERMIT_REGION.matcher(number).matches()
            ? sumProblem(number, born)
            : "people.document_region";
    return new Checked(
        DocumentType.RESIDENCE_PERMIT, number, problem, born, ResidentNumber.isMale(number));
  }

  private static @Nullable String shapeProblem(String number) {
    if (number.isEmpty()) {
      return "people.document_missing";
    }
    if (ResidentNumber.isRounded(number) && number.length() != 18) {
      return "people.document_rounded";
    }
    if (number.length() != 18) {
      return "people.document_length";
    }
    return ResidentNumber.isWellFormed(number) ? null : "people.document_format";
  }

  private static @Nullable String sumProblem(String number, @Nullable LocalDate born) {
    if (born == null || born.getYear() < 1800) {
      return "people.document_date";
    }
    return ResidentNumber.checkHolds(number) ? null : "people.document_check";
  }

  private static Checked plain(DocumentType type, String number, boolean holds, String problem) {
    String found = number.isEmpty() ? "people.document_missing" : holds ? null : problem;
    return new Checked(type, number, found, null, null);
  }
}
