package org.shouwang.policy;

/** How sure we are that a value stands in the printed edition. */
public enum Confidence {
  /** Checked against the text. */
  verified,
  /** Not checked: shown to the user as such. */
  unverified
}
