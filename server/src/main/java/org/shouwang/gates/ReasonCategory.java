package org.shouwang.gates;

import java.util.Locale;

/** All that a guard's screen says about a reason: never a diagnosis. */
enum ReasonCategory {
  /** 生命优先. */
  EMERGENCY,
  /** 健康码. */
  HEALTH_CODE,
  /** 体温. */
  TEMPERATURE,
  /** 核酸. */
  TEST,
  /** 行程. */
  TRIP,
  /** 身份. */
  IDENTITY,
  /** 管控. */
  RESTRICTION,
  /** 登记项缺失. */
  MISSING_FIELD,
  /** 陪同. */
  ESCORT,
  /** 核验条件: roster or edition on this device. */
  CHECK,
  /** 特批. */
  OVERRIDE;

  /** The word on the wire. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
