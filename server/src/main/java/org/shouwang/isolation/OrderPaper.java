package org.shouwang.isolation;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.policy.BothLanguages;

/**
 * What the papers about an order have to say. What isn't known yet is null: it is filled in by hand
 * before the authority signs.
 *
 * @param contact close, secondary
 * @param basis which edition asks for how long; null: none does any more
 * @param classedBy the authority's document of the class
 * @param isolatedOn first day
 * @param untilOn last day
 * @param place central, home
 * @param room of a central site
 * @param document number of the order
 * @param tests days on which swabs are planned
 * @param monitoredUntil last day of monitoring at home after the isolation; null: none is asked
 * @param worker who looks after the person
 * @param releasedOn day of the release; null: not released
 * @param releaseDocument number of the release
 * @param becameCase whether it ended because the person became a case: nobody released them
 */
public record OrderPaper(
    UUID id,
    UUID person,
    String contact,
    @Nullable Basis basis,
    @Nullable String classedBy,
    LocalDate lastExposure,
    @Nullable LocalDate isolatedOn,
    @Nullable LocalDate untilOn,
    @Nullable String place,
    @Nullable UUID room,
    @Nullable String document,
    List<LocalDate> tests,
    @Nullable LocalDate monitoredUntil,
    @Nullable UUID worker,
    @Nullable LocalDate releasedOn,
    @Nullable String releaseDocument,
    boolean becameCase) {

  /**
   * What a term rests on.
   *
   * @param article where in the edition
   */
  public record Basis(BothLanguages edition, String article) {}
}
