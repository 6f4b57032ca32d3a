package org.shouwang.policy;

/** Whose rule it is, in the order of the overlay: a later one wins. */
public enum Jurisdiction {
  /** 国家. */
  national,
  /** 省. */
  province,
  /** 市、新区. */
  city,
  /** 园区. */
  park
}
