package org.shouwang.people;

import java.time.LocalDate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person in the database whose document a row names; says what the row would change. */
record KnownPerson(
    UUID id,
    @Nullable String name,
    @Nullable String sex,
    @Nullable LocalDate birthDate,
    String kind,
    String classOfPerson,
    @Nullable UUID unitId,
    @Nullable String home,
    @Nullable String post,
    String party,
    @Nullable String skills,
    @Nullable String badge,
    @Nullable String counterpart,
    @Nullable String household,
    @Nullable String relation,
    boolean provisional,
    @Nullable String phones) {

  /** Field to before and after; numbers and names of units are named, not told. */
  Map<String, List<String>> changes(PersonDraft draft, byte @Nullable [] phoneKey) {
    Map<String, List<String>> changes = new LinkedHashMap<>();
    put(changes, "name", name, draft.name());
    put(changes, "sex", sex, draft.sex());
    put(changes, "birthDate", birthDate, draft.birthDate());
    put(changes, "kind", kind, draft.kind());
    put(changes, "classOfPerson", classOfPerson, draft.classOfPerson());
    put(changes, "unit", unitId, draft.unit() == null ? null : draft.unit().id());
    put(changes, "home", home, draft.home());
    put(changes, "post", post, draft.post());
    put(changes, "party", party, draft.party());
    put(changes, "skills", skills, draft.skills());
    put(changes, "badge", badge, draft.badge());
    put(changes, "counterpart", counterpart, draft.counterpart());
    put(changes, "household", household, draft.household());
    put(changes, "relation", relation, draft.relation());
    if (phoneKey != null
        && (phones == null || !phones.contains(HexFormat.of().formatHex(phoneKey)))) {
      changes.put("phone", List.of("", ""));
    }
    if (provisional) {
      changes.put("provisional", List.of("true", "false"));
    }
    return changes;
  }

  private static void put(
      Map<String, List<String>> changes,
      String field,
      @Nullable Object before,
      @Nullable Object after) {
    if (after != null && !Objects.equals(before, after)) {
      changes.put(field, List.of(before == null ? "" : before.toString(), after.toString()));
    }
  }
}
