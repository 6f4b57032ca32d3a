package org.shouwang.security;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.AuditLog;
import org.shouwang.audit.AuditLog.Filter;
import org.shouwang.audit.AuditLog.Shown;
import org.shouwang.audit.AuditLog.ShownSeal;
import org.shouwang.audit.Proof;
import org.shouwang.clock.WorldClock;
import org.shouwang.web.Messages;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit log over HTTP; it stands here, for {@code audit} lies below who may call what. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {

  private final AuditLog log;
  private final Messages messages;

  AuditController(AuditLog log, Messages messages) {
    this.log = log;
    this.messages = messages;
  }

  /**
   * Entries, newest first.
   *
   * @param from instant or the park's local day, inclusive
   * @param to instant, exclusive, or the park's local day, inclusive
   */
  @GetMapping
  @Access(value = Permission.AUDIT_READ, within = Within.PARK)
  Page<Shown> entries(
      @RequestParam(required = false) @Nullable String actor,
      @RequestParam(required = false) @Nullable String action,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit) {
    Filter filter =
        new Filter(
            blankless(actor), blankless(action), moment("from", from, 0), moment("to", to, 1));
    return log.entries(filter, after, Page.limit(limit));
  }

  /** Links of the chain, newest first. */
  @GetMapping("/seals")
  @Access(value = Permission.AUDIT_READ, within = Within.PARK)
  Page<ShownSeal> seals(
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit) {
    return log.seals(after, Page.limit(limit));
  }

  /** Recomputes the whole chain and compares it with the outside anchor. */
  @GetMapping("/verify")
  @Access(value = Permission.AUDIT_READ, within = Within.PARK)
  Verified verify(Locale locale) {
    Proof proof = log.verify();
    Proof.Break broken = proof.firstBreak();
    return new Verified(
        proof.whole(), proof, broken == null ? null : broken.text(messages, locale));
  }

  private static @Nullable String blankless(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static @Nullable Instant moment(String field, @Nullable String text, int daysOn) {
    String value = blankless(text);
    if (value == null) {
      return null;
    }
    try {
      return value.length() == 10
          ? PlainValues.day(value).plusDays(daysOn).atStartOfDay(WorldClock.ZONE).toInstant()
          : PlainValues.instant(value);
    } catch (DateTimeException e) {
      throw Refused.invalid("audit.range_invalid").field(field).value(value);
    }
  }

  /**
   * Answer to a verification.
   *
   * @param message the first break in words; null if there is none
   */
  record Verified(boolean whole, Proof proof, @Nullable String message) {}
}
