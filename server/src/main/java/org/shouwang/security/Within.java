package org.shouwang.security;

/** Within what an endpoint's answer is bounded. */
public enum Within {
  /** Anybody, also without an account. */
  PUBLIC,
  /** The caller's own data only. */
  SELF,
  /** The units of the caller and what is below them; the handler filters. */
  UNITS,
  /** A device: the place it is bound to; an account: the whole park. */
  PLACE,
  /** The whole park; the permission alone decides. */
  PARK
}
