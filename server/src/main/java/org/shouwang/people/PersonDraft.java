package org.shouwang.people;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person as a row of a file has them; null where the file says nothing.
 *
 * @param document checked; null if the cell is blank
 * @param phone normalised and valid
 * @param counterpart badge of the other of an A/B pair
 * @param reasons why the row can't be taken; none for a good one
 * @param notices what a person should look at though the row is taken
 */
record PersonDraft(
    String name,
    @Nullable String sex,
    @Nullable LocalDate birthDate,
    String kind,
    String classOfPerson,
    Documents.@Nullable Checked document,
    @Nullable String phone,
    @Nullable Unit unit,
    @Nullable String home,
    @Nullable String post,
    @Nullable Boolean keyPost,
    @Nullable String party,
    @Nullable String skills,
    @Nullable String badge,
    @Nullable String counterpart,
    @Nullable String household,
    @Nullable String relation,
    @Nullable String role,
    List<Reason> reasons,
    List<Reason> notices) {}
