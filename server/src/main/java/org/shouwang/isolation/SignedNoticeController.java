package org.shouwang.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.SignedNoticeStore.Signed;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.vault.Opening;
import org.shouwang.vault.Vault;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Papers about an order as the authority signed them: filed, taken with a trace, destroyed. */
@RestController
@RequestMapping("/api/v1/isolation/orders/{id}/notices")
class SignedNoticeController {

  private static final int FILES = 50;
  private static final int LONGEST = 500;

  private final SignedNoticeStore store;
  private final OrderStore orders;
  private final Vault vault;
  private final Audit audit;
  private final WorldClock world;

  SignedNoticeController(
      SignedNoticeStore store, OrderStore orders, Vault vault, Audit audit, WorldClock world) {
    this.store = store;
    this.orders = orders;
    this.vault = vault;
    this.audit = audit;
    this.world = world;
  }

  @GetMapping
  @Access(value = Permission.ISOLATION_READ, within = Within.UNITS)
  List<Signed> list(@PathVariable UUID id, Caller caller) {
    seen(id, caller);
    return store.of(id);
  }

  /**
   * Files a signed paper.
   *
   * @param key made by the client: a retry is the same paper
   * @param kind order, release
   */
  @PostMapping
  @Access(value = Permission.ISOLATION_ACT, within = Within.UNITS)
  @Transactional
  Signed file(
      @PathVariable UUID id,
      @RequestParam MultipartFile file,
      @RequestParam UUID key,
      @RequestParam String kind,
      Caller caller)
      throws IOException {
    OrderRow order = seen(id, caller);
    if (!kind.equals("order") && !kind.equals("release")) {
      throw Refused.invalid("isolation.notice_kind")
          .field("kind")
          .value(PlainValues.shown(kind, 40));
    }
    if (order.state() == OrderRow.State.PROPOSED || order.state() == OrderRow.State.WITHDRAWN) {
      throw Refused.conflict("isolation.notice_no_order").value(order.state().key());
    }
    if (file.getSize() > ScanKind.MOST) {
      throw Refused.of(413, "isolation.notice_too_large")
          .field("file")
          .with("limit", ScanKind.MOST >> 20);
    }
    byte[] content = file.getBytes();
    String given = Objects.requireNonNullElse(file.getOriginalFilename(), "");
    String plain = PlainValues.isText(given) ? given : "";
    ScanKind scan =
        ScanKind.of(content)
            .orElseThrow(() ->
                Refused.invalid("isolation.notice_not_a_scan")
                    .field("file")
                    .value(PlainValues.shown(plain, 60)));
    if (store.count(id) >= FILES) {
      throw Refused.conflict("isolation.notice_too_many").with("limit", FILES);
    }
    Signed signed =
        new Signed(
            key,
            id,
            kind,
            scan.name(plain),
            scan.type(),
            content.length,
            HexFormat.of().formatHex(vault.digest(content)),
            world.now().truncatedTo(ChronoUnit.MICROS),
            caller.name(),
            null,
            null,
            null);
    if (store.keep(signed, vault.seal(content, context(key)), caller)) {
      audit.record(
          caller.actor(),
          "isolation.notice_filed",
          "order:" + id,
          Map.of("notice", key, "kind", kind, "digest", signed.digest(), "size", content.length));
    }
    return store
        .one(id, key)
        .filter(it -> it.digest().equals(signed.digest()) && it.kind().equals(kind))
        .orElseThrow(() -> Refused.conflict("isolation.notice_other_file").field("key").value(key));
  }

  /**
   * Never shown in the page itself, whatever is in it; who takes it is written down. Name, number
   * and address stand in it, so to see who is isolated isn't enough.
   */
  @GetMapping("/{notice}")
  @Access(value = Permission.ISOLATION_ACT, within = Within.UNITS)
  @Transactional
  ResponseEntity<byte[]> take(@PathVariable UUID id, @PathVariable UUID notice, Caller caller) {
    Signed signed = signed(id, notice, caller);
    byte[] sealed =
        store
            .content(id, notice)
            .orElseThrow(() -> Refused.of(410, "isolation.notice_destroyed").value(signed.name()));
    byte[] content =
        vault.openBytes(
            sealed,
            context(notice),
            new Opening(caller.actor(), "isolation.notice_taken", "notice:" + notice));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(signed.type()))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename(signed.name(), StandardCharsets.UTF_8)
                .build()
                .toString())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .body(content);
  }

  /** Why a body is destroyed. */
  record Destroying(@Nullable String reason) {}

  /** Destroys what is in a paper; that there was one, and its digest, stay. */
  @PostMapping("/{notice}/destroy")
  @Access(value = Permission.ISOLATION_ACT, within = Within.UNITS)
  @Transactional
  Signed destroy(
      @PathVariable UUID id,
      @PathVariable UUID notice,
      @RequestBody Destroying body,
      Caller caller) {
    Signed signed = signed(id, notice, caller);
    String why = body.reason();
    if (why == null || why.isBlank()) {
      throw Refused.invalid("isolation.field_missing").field("reason");
    }
    if (why.length() > LONGEST || !PlainValues.isText(why)) {
      throw Refused.invalid("isolation.field_too_long").field("reason").with("limit", LONGEST);
    }
    if (!store.destroy(id, notice, why.strip(), caller.name(), world.now())) {
      throw Refused.of(410, "isolation.notice_destroyed").value(signed.name());
    }
    audit.record(
        caller.actor(),
        "isolation.notice_destroyed",
        "order:" + id,
        Map.of("notice", notice, "digest", signed.digest(), "why", why.strip()));
    return store.one(id, notice).orElseThrow();
  }

  private Signed signed(UUID id, UUID notice, Caller caller) {
    seen(id, caller);
    return store
        .one(id, notice)
        .orElseThrow(
            () -> Refused.notFound("isolation.notice_unknown").field("notice").value(notice));
  }

  private OrderRow seen(UUID id, Caller caller) {
    return orders
        .one(id, caller.scope())
        .orElseThrow(() -> Refused.notFound("isolation.order_unknown").field("id").value(id));
  }

  private static String context(UUID notice) {
    return "isolation.notice:" + notice;
  }
}
