package org.shouwang.people;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What other modules need to know of a person; no numbers.
 *
 * @param kind employee, builder, enterprise_worker, resident, outside, visitor
 * @param classOfPerson shift_worker, visitor, contractor, driver, villager
 * @param known somebody brought this person in; a provisional one was only named by a fact
 */
public record PersonSummary(
    UUID id,
    @Nullable String name,
    String kind,
    String classOfPerson,
    @Nullable UUID unitId,
    @Nullable String unitName,
    @Nullable String unitPath,
    boolean known) {

  /** Nobody has confirmed who this is. */
  public boolean provisional() {
    return !known;
  }
}
