package org.shouwang.command;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Directives from above over HTTP: taken in with their deadline, and answered. */
@RestController
@RequestMapping("/api/v1/command/upstream")
class UpstreamController {

  static final String KIND = "command.upstream";

  private final UpstreamStore store;
  private final FileStore files;
  private final UnitBoard units;
  private final Duties duties;
  private final Signatures signatures;
  private final Acts acts;
  private final WorldClock world;

  UpstreamController(
      UpstreamStore store,
      FileStore files,
      UnitBoard units,
      Duties duties,
      Signatures signatures,
      Acts acts,
      WorldClock world) {
    this.store = store;
    this.files = files;
    this.units = units;
    this.duties = duties;
    this.signatures = signatures;
    this.acts = acts;
    this.world = world;
  }

  /** What came from above. */
  record TakingIn(
      @Nullable String number,
      @Nullable String issuer,
      @Nullable String title,
      @Nullable String text,
      @Nullable UUID fileId,
      @Nullable Instant receivedAt,
      @Nullable Instant dueAt,
      @Nullable UUID unitId,
      @Nullable UUID onBehalfOf) {}

  /** What is answered. */
  record Answering(@Nullable String text, @Nullable UUID fileId, @Nullable UUID onBehalfOf) {}

  /** A requirement as it is shown. */
  record UpstreamView(
      UUID id,
      String number,
      String issuer,
      String title,
      String text,
      FileStore.@Nullable FileView file,
      Instant receivedAt,
      @Nullable Named unit,
      String state,
      @Nullable DutyView duty,
      @Nullable String answer,
      FileStore.@Nullable FileView answerFile,
      @Nullable Instant answeredAt,
      @Nullable Signed answeredBy) {}

  @GetMapping
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  Page<UpstreamView> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    List<UpstreamStore.Row> rows =
        store.list(TimeKeys.of(after), state, signatures.sight(caller), size + 1);
    Page<UpstreamStore.Row> page =
        Page.of(rows, size, row -> TimeKeys.text(row.receivedAt(), row.id()));
    return new Page<>(views(page.items()), page.next(), null);
  }

  @GetMapping("/{id}")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  UpstreamView get(@PathVariable UUID id, Caller caller) {
    return views(List.of(find(id, signatures.sight(caller)))).getFirst();
  }

  @PostMapping
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  @Transactional
  UpstreamView takeIn(@RequestBody TakingIn body, Caller caller) {
    Signature by = signatures.of(caller, body.onBehalfOf(), Permission.COMMAND_DIRECT);
    Instant now = world.now();
    Instant received = body.receivedAt() == null ? now : body.receivedAt();
    if (received.isAfter(now)) {
      throw Refused.invalid("command.received_later").field("receivedAt").value(received);
    }
    Instant due = Texts.due("dueAt", body.dueAt(), received);
    UUID unit = unit(body.unitId());
    signatures.requireWithin(by, unit);
    UpstreamStore.Row row =
        new UpstreamStore.Row(
            UuidCreator.getTimeOrderedEpoch(),
            Texts.required("number", body.number(), 60),
            Texts.required("issuer", body.issuer(), 100),
            Texts.required("title", body.title(), Texts.TITLE),
            Texts.required("text", body.text(), Texts.BODY),
            file(body.fileId(), caller),
            received,
            unit,
            "open",
            null,
            null,
            null,
            null);
    if (!store.takeIn(row)) {
      throw Refused.conflict("command.number_taken").field("number").value(row.number());
    }
    UUID act =
        acts.record(
            by,
            Act.of("upstream", row.id(), row.id(), "upstream_taken_in").at(unit),
            Map.of("number", row.number(), "issuer", row.issuer(), "dueAt", due.toString()));
    duties.create(List.of(duty(row, due, act)), by.actor());
    return views(List.of(row)).getFirst();
  }

  private static NewDuty duty(UpstreamStore.Row row, Instant due, UUID cause) {
    return new NewDuty(
        row.id().toString(),
        KIND,
        Party.unit(row.unit()),
        row.unit(),
        Party.thing(row.id()),
        row.title(),
        due.atZone(WorldClock.ZONE).toLocalDate(),
        row.receivedAt(),
        due,
        null,
        TaskDuties.LADDER,
        null,
        null,
        cause);
  }

  private UUID unit(@Nullable UUID given) {
    if (given == null) {
      return units.commanding().orElseThrow(() -> Refused.conflict("command.no_units"));
    }
    if (units.named(List.of(given)).isEmpty()) {
      throw Refused.invalid("command.unit_unknown").field("unitId").value(given);
    }
    return given;
  }

  private @Nullable UUID file(@Nullable UUID file, Caller caller) {
    if (file != null && !files.broughtBy(file, caller.id())) {
      throw Refused.invalid("command.file_unknown").field("fileId").value(file);
    }
    return file;
  }

  @PostMapping("/{id}/answer")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  @Transactional
  UpstreamView answer(@PathVariable UUID id, @RequestBody Answering body, Caller caller) {
    Signature by = signatures.of(caller, body.onBehalfOf(), Permission.COMMAND_DIRECT);
    UpstreamStore.Row row = find(id, signatures.sight(caller));
    signatures.requireWithin(by, row.unit());
    String text = Texts.required("text", body.text(), Texts.BODY);
    UUID file = file(body.fileId(), caller);
    if (!store.answer(id, text, file, by.shown(), world.now())) {
      Signed first = find(id, signatures.sight(caller)).answeredBy();
      throw Refused.conflict("command.answered_already").value(first == null ? "" : first.text());
    }
    UUID act =
        acts.record(
            by, Act.of("upstream", id, id, "upstream_answered").at(row.unit()).showing(null, file));
    duties.done(duties.pending(KIND, List.of(id.toString())), act, by.actor());
    return views(List.of(find(id, signatures.sight(caller)))).getFirst();
  }

  private UpstreamStore.Row find(UUID id, Sight sight) {
    return store
        .find(id, sight)
        .orElseThrow(() -> Refused.notFound("command.upstream_unknown").field("id").value(id));
  }

  private List<UpstreamView> views(List<UpstreamStore.Row> rows) {
    Map<UUID, Named> names = units.named(rows.stream().map(UpstreamStore.Row::unit).toList());
    List<@Nullable UUID> fileIds = new ArrayList<>();
    rows.forEach(row -> {
      fileIds.add(row.file());
      fileIds.add(row.answerFile());
    });
    Map<UUID, FileStore.FileView> known = files.named(fileIds);
    Map<String, DutyView> states =
        DutyView.byKey(duties.byKeys(KIND, rows.stream().map(row -> row.id().toString()).toList()));
    return rows.stream()
        .map(row ->
            new UpstreamView(
                row.id(),
                row.number(),
                row.issuer(),
                row.title(),
                row.body(),
                file(row.file(), known),
                row.receivedAt(),
                names.get(row.unit()),
                row.state(),
                states.get(row.id().toString()),
                row.answer(),
                file(row.answerFile(), known),
                row.answeredAt(),
                row.answeredBy()))
        .toList();
  }

  private static FileStore.@Nullable FileView file(
      @Nullable UUID id, Map<UUID, FileStore.FileView> known) {
    return id == null ? null : known.get(id);
  }
}
