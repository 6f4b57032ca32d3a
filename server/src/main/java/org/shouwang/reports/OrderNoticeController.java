package org.shouwang.reports;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.isolation.Isolation;
import org.shouwang.isolation.OrderPaper;
import org.shouwang.people.People;
import org.shouwang.reports.NoticeTemplate.Kind;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.vault.Opening;
import org.shouwang.web.Messages;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The papers about orders of isolation, filled for the authority to sign. */
@RestController
@RequestMapping("/api/v1/reports/orders")
class OrderNoticeController {

  private static final int MOST = 100;
  private static final int SHORTEST = 2;
  private static final int LONGEST = 200;

  private final Isolation isolation;
  private final OrderNotices notices;
  private final People people;
  private final Audit audit;

  OrderNoticeController(Isolation isolation, OrderNotices notices, People people, Audit audit) {
    this.isolation = isolation;
    this.notices = notices;
    this.people = people;
    this.audit = audit;
  }

  /**
   * Which papers.
   *
   * @param kind order, release
   * @param ids orders, a hundred at most
   * @param purpose why ID numbers are to stand there whole; absent: masked
   * @param language zh, en; absent: the caller's
   */
  record Wanted(
      @Nullable String kind,
      @Nullable List<UUID> ids,
      @Nullable String purpose,
      @Nullable String language) {}

  /**
   * One PDF; a purpose is logged, so it is a POST. Addresses stand in it: whoever only follows up
   * makes none.
   */
  @PostMapping("/notices.pdf")
  @Access(value = Permission.ISOLATION_READ, within = Within.UNITS)
  @Transactional
  ResponseEntity<byte[]> notices(@RequestBody Wanted body, Caller caller, Locale locale) {
    if (!caller.may(Permission.ISOLATION_ACT) && !caller.may(Permission.PEOPLE_READ)) {
      throw Refused.forbidden("security.forbidden");
    }
    Kind kind = kind(body.kind());
    List<OrderPaper> papers = isolation.papers(ids(body.ids()), caller.scope());
    if (papers.isEmpty()) {
      throw Refused.notFound("reports.notice_no_order").field("ids");
    }
    if (kind == Kind.RELEASE) {
      papers.stream()
          .filter(it -> it.isolatedOn() == null)
          .findFirst()
          .ifPresent(it -> {
            throw Refused.conflict("reports.notice_not_ordered").value(it.id());
          });
      papers.stream()
          .filter(OrderPaper::becameCase)
          .findFirst()
          .ifPresent(it -> {
            throw Refused.conflict("reports.notice_became_case").value(it.id());
          });
    }
    List<UUID> persons = papers.stream().map(OrderPaper::person).toList();
    String purpose = purpose(body.purpose(), caller);
    Map<UUID, String> documents =
        purpose == null
            ? people.maskedDocuments(persons)
            : people.wholeDocuments(
                persons, new Opening(caller.actor(), purpose, "notices:" + kind.key()));
    byte[] pdf = notices.pdf(kind, papers, documents, language(body.language(), locale));
    audit.record(
        caller.actor(),
        "reports.notices_made",
        papers.size() == 1 ? "order:" + papers.getFirst().id() : "notices:" + kind.key(),
        Map.of(
            "kind", kind.key(),
            "orders", papers.stream().map(it -> it.id().toString()).toList(),
            "whole", purpose != null));
    ResponseEntity<byte[]> file = DocumentFiles.pdf(pdf, "notices-" + kind.key());
    return ResponseEntity.ok()
        .headers(file.getHeaders())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(pdf);
  }

  private static Kind kind(@Nullable String word) {
    for (Kind each : Kind.values()) {
      if (each.key().equals(word)) {
        return each;
      }
    }
    if (word == null || word.isBlank()) {
      throw Refused.invalid("reports.field_missing").field("kind");
    }
    throw Refused.invalid("reports.notice_kind").field("kind").value(PlainValues.shown(word, 40));
  }

  private static List<UUID> ids(@Nullable List<@Nullable UUID> ids) {
    if (ids == null || ids.isEmpty() || ids.contains(null)) {
      throw Refused.invalid("reports.field_missing").field("ids");
    }
    if (ids.size() > MOST) {
      throw Refused.invalid("reports.notice_too_many")
          .field("ids")
          .value(ids.size())
          .with("limit", MOST);
    }
    return ids.stream().map(it -> Objects.requireNonNull(it)).toList();
  }

  private static @Nullable String purpose(@Nullable String given, Caller caller) {
    if (given == null || given.isBlank()) {
      return null;
    }
    if (!caller.may(Permission.PEOPLE_UNMASK)) {
      throw Refused.forbidden("security.forbidden");
    }
    String purpose = Texts.required("purpose", given, LONGEST);
    if (purpose.length() < SHORTEST) {
      throw Refused.invalid("reports.field_wrong").field("purpose");
    }
    return purpose;
  }

  private static Locale language(@Nullable String word, Locale locale) {
    if (word == null || word.isBlank()) {
      return Messages.supported(locale);
    }
    return switch (word) {
      case "zh" -> Locale.SIMPLIFIED_CHINESE;
      case "en" -> Locale.ENGLISH;
      default ->
          throw Refused.invalid("reports.notice_language")
              .field("language")
              .value(PlainValues.shown(word, 40));
    };
  }
}
