package org.shouwang.web;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that is refused, with a stable code, the field and value at fault and what else the
 * text needs. The texts are {@code <code>.title}, {@code <code>.detail} and {@code <code>.cure} in
 * {@code i18n/<module>_zh.properties} and {@code _en}, with named placeholders such as {@code
 * {value}}. Never put personal data into a value.
 *
 * <pre>{@code throw Refused.invalid("people.unit_unknown").field("unitId").value(unit);}</pre>
 */
public final class Refused extends RuntimeException {

  private final String code;
  private final int status;
  private final Map<String, Object> values = new LinkedHashMap<>();

  private Refused(int status, String code) {
    super(code, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** 422: understood, but a value can't be taken. */
  public static Refused invalid(String code) {
    return new Refused(422, code);
  }

  /** 404: not there, or not within the caller's units (which must look the same). */
  public static Refused notFound(String code) {
    return new Refused(404, code);
  }

  /** 409: the state or version has moved on. */
  public static Refused conflict(String code) {
    return new Refused(409, code);
  }

  /** 403: the caller may not. */
  public static Refused forbidden(String code) {
    return new Refused(403, code);
  }

  /** Any other HTTP status. */
  public static Refused of(int status, String code) {
    return new Refused(status, code);
  }

  /** Names the field at fault, as in the JSON. */
  public Refused field(String field) {
    return with("field", field);
  }

  /** The value at fault; null is shown as empty. */
  public Refused value(@Nullable Object value) {
    return with("value", value == null ? "" : value);
  }

  /** A further value that the texts name. */
  public Refused with(String name, Object value) {
    values.put(name, value);
    return this;
  }

  /** Stable code, {@code <module>.<what>}. */
  public String code() {
    return code;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** Field, value and others by name. */
  public Map<String, Object> values() {
    return values;
  }
}
