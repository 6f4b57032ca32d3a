package org.shouwang.status;

import java.util.Locale;

/** Kinds of evidence about a person; what each leads to is the edition's. */
public enum EvidenceKind {
  /** Official code colour seen or reported 码色. */
  OFFICIAL_COLOUR,
  /** Result of a person's own test: negative, positive, grey, invalid. */
  TEST_RESULT,
  /** A tube the person is in is positive or grey 混管待复核. */
  POOL_RESULT,
  /** Class given by the authority, or proposed as a candidate, with the last exposure. */
  CONTACT_CLASS,
  /** Stay in a risk area. */
  RISK_AREA_STAY,
  /** The home is sealed 小区封控. */
  SEALED_HOME,
  /** Symptoms or fever. */
  SYMPTOMS,
  /** Missed a round without exemption 漏采. */
  MISSED_ROUND,
  /** Under quarantine or isolation. */
  ISOLATION,
  /** Released by the authority. */
  RELEASE,
  /** Set by two people by hand. */
  BY_HAND;

  /** Name in JSON and the database. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
