package org.shouwang.people;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of an import as it is staged.
 *
 * @param state new, changed, unchanged or bad
 * @param reasons why it is bad, or what to look at; empty for most
 * @param cells sealed cells by header; kept only where a person will look at the row
 * @param id the person's, unit's or place's id, made now if it is new
 * @param draft what the row says of a person; null for units and places
 * @param document ready for its row
 * @param phone ready for its row
 * @param changes JSON of what changes on a known person
 * @param record JSON of a unit or place
 */
record StagedRow(
    int number,
    SheetRow row,
    String state,
    boolean suspect,
    List<Reason> reasons,
    byte @Nullable [] cells,
    @Nullable UUID id,
    @Nullable PersonDraft draft,
    PersonNumbers.@Nullable Kept document,
    PersonNumbers.@Nullable Kept phone,
    @Nullable String changes,
    @Nullable String record) {}
