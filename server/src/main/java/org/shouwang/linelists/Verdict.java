package org.shouwang.linelists;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.CaseIntake;
import org.shouwang.linelists.ListRowStore.State;
import org.shouwang.people.PersonFinder.Clue;

/**
 * What a row would do as things stand.
 *
 * @param reasons why it is bad; of a good one what it changes and what of it is left
 * @param person null: nobody yet, or nobody at all
 * @param noted by which the person is to be noted first
 * @param plan what is to be done; null: nothing
 */
record Verdict(
    State state,
    List<RowReason> reasons,
    @Nullable UUID person,
    @Nullable UUID caseId,
    @Nullable Clue noted,
    @Nullable Plan plan) {

  /** What is to be done. */
  sealed interface Plan {

    /**
     * Open or change a case.
     *
     * @param target null: it is opened
     * @param disease of which it is
     * @param classification null: left as it is
     * @param outcome that ends it; null: it goes on
     */
    record OfCase(
        CaseIntake.@Nullable Known target,
        String disease,
        CaseIntake.Course course,
        @Nullable String classification,
        @Nullable String outcome)
        implements Plan {}

    /**
     * Name a contact, or file its class.
     *
     * @param named false: the exposure is known
     * @param became what the authority says; null: nothing, or nothing new
     */
    record OfContact(boolean named, String proposed, @Nullable String became) implements Plan {}
  }

  static Verdict bad(RowReason reason) {
    return new Verdict(State.BAD, List.of(reason), null, null, null, null);
  }

  static Verdict nothing(
      State state, List<RowReason> reasons, @Nullable UUID person, @Nullable UUID caseId) {
    return new Verdict(state, reasons, person, caseId, null, null);
  }
}
