package org.shouwang.reports;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.shouwang.web.Page;

/**
 * The figures of one module, counted through its facade. A new module gets a class of its own and
 * nothing else changes.
 */
interface FigureGroup {

  /** Its figures. */
  List<Figure> figures();

  /** The values of all its figures, with few statements. */
  Map<String, Long> values(LocalDate day, Scope scope);

  /** The records that a figure counts; as many as its value. */
  Page<FigureRow> rows(String key, LocalDate day, Scope scope, @Nullable String after, int limit);

  /** A figure by unit, those below a unit not included; empty where it isn't known by unit. */
  default Map<UUID, Long> byUnit(String key, LocalDate day, Scope scope) {
    return Map.of();
  }
}
