package org.shouwang.sampling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.sampling.ReconciliationStore.Reconciliation;
import org.shouwang.sampling.ReconciliationStore.Row;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Messages;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Reconciliations over HTTP. */
@RestController
@RequestMapping("/api/v1/sampling/reconciliations")
class ReconciliationController {

  private static final Set<String> SIDES = Set.of("matched", "theirs", "ours", "bad");

  private final Reconciliations reconciliations;
  private final ReconciliationStore store;
  private final TubeViews views;
  private final Messages messages;

  ReconciliationController(
      Reconciliations reconciliations,
      ReconciliationStore store,
      TubeViews views,
      Messages messages) {
    this.reconciliations = reconciliations;
    this.store = store;
    this.views = views;
    this.messages = messages;
  }

  /** A row for the screen; who it is only within the caller's units. */
  record RowView(
      int row,
      TubeViews.@Nullable Person person,
      @Nullable String tube,
      @Nullable Instant at,
      @Nullable UUID swab,
      @Nullable String message,
      @Nullable String cure) {}

  /** How many were taken over. */
  record Taken(int swabs) {}

  @PostMapping
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  Reconciliation start(@RequestParam MultipartFile file, @RequestParam UUID placeId, Caller caller)
      throws IOException {
    if (file.isEmpty()) {
      throw Refused.invalid("people.file_unknown").field("file");
    }
    String name = Objects.requireNonNullElse(file.getOriginalFilename(), "");
    Path kept = Files.createTempFile("registrations", ".part");
    try {
      file.transferTo(kept);
      return find(
          reconciliations.reconcile(PlainValues.isText(name) ? name : "", kept, placeId, caller));
    } finally {
      Files.deleteIfExists(kept);
    }
  }

  @GetMapping
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  Page<Reconciliation> list(
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit) {
    int size = Page.limit(limit);
    return Page.of(
        store.list(null, TimeKeys.of(after), size + 1),
        size,
        job -> TimeKeys.text(job.startedAt(), job.id()));
  }

  @GetMapping("/{id}/rows")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.UNITS)
  Page<RowView> rows(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "theirs") String side,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller,
      Locale locale) {
    find(id);
    int size = Page.limit(limit);
    Integer key = Page.decode(after, Integer::valueOf);
    List<Row> rows =
        store.shown(id, TubeInputs.word("side", side, SIDES), key == null ? 0 : key, size + 1);
    TubeViews.Book book =
        views.book(
            rows.stream().map(Row::person).filter(Objects::nonNull).toList(), caller.scope());
    return Page.of(rows, size, row -> String.valueOf(row.row()))
        .map(row ->
            new RowView(
                row.row(),
                book.person(row.person()),
                row.tube(),
                row.at(),
                row.swab(),
                text(row, ".detail", locale),
                text(row, ".cure", locale)));
  }

  private @Nullable String text(Row row, String part, Locale locale) {
    return row.code() == null
        ? null
        : messages.text(locale, row.code() + part, Map.of("row", row.row(), "value", ""));
  }

  /** Takes over what only the government's system has. */
  @PostMapping("/{id}/take")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  Taken take(@PathVariable UUID id, Caller caller) {
    return new Taken(reconciliations.take(id, caller));
  }

  private Reconciliation find(UUID id) {
    return store.list(id, TimeKeys.NEWEST, 1).stream()
        .findFirst()
        .orElseThrow(() -> Refused.notFound("sampling.reconciliation_unknown").value(id));
  }
}
