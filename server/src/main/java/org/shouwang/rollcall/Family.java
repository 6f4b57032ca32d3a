package org.shouwang.rollcall;

/** How the people of a unit are expected; follows from the unit's kind. */
enum Family {
  /** 职工: by shift and rest pattern. */
  STAFF,
  /** 项目建设者: everybody on the project's roster, each day. */
  BUILDERS,
  /** 入园企业: the enterprise's own list of the day, or all its people. */
  ENTERPRISE,
  /** 村民: at the edition's frequency, by the grid worker or by own report. */
  RESIDENTS,
  /** Of these nobody is expected: the authority above, outside organisations. */
  NOBODY;

  /**
   * The family of a unit by the nearest unit above (or itself) that isn't a mere part of another.
   *
   * @param kind as people keeps it
   */
  static Family of(String kind) {
    return switch (kind) {
      case "group", "subsidiary", "department", "shift_team" -> STAFF;
      case "project" -> BUILDERS;
      case "enterprise" -> ENTERPRISE;
      case "village" -> RESIDENTS;
      default -> NOBODY;
    };
  }
}
