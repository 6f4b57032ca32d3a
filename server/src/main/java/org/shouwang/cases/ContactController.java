package org.shouwang.cases;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.CaseViews.ContactView;
import org.shouwang.cases.CaseViews.ExposureView;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Contacts of a case over HTTP. Whoever may see the case sees its contacts, of any unit. */
@RestController
@RequestMapping("/api/v1/cases/{id}")
class ContactController {

  private static final int MATCHES = 500;
  private static final int AT_ONCE = 2_000;

  private final Decisions decisions;
  private final CaseStore store;
  private final CaseBoard board;
  private final CaseViews views;
  private final People people;
  private final WorldClock world;

  ContactController(
      Decisions decisions,
      CaseStore store,
      CaseBoard board,
      CaseViews views,
      People people,
      WorldClock world) {
    this.decisions = decisions;
    this.store = store;
    this.board = board;
    this.views = views;
    this.people = people;
    this.world = world;
  }

  /** Contacts, whose exposure was last first. */
  @GetMapping("/contacts")
  @Access(value = Permission.CASES_READ, within = Within.UNITS)
  Page<ContactView> list(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable Integer degree,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    seen(id, caller);
    int size = Page.limit(limit);
    Page<CaseBoard.Row> page =
        Page.of(
            board.list(
                id,
                new CaseBoard.Wanted(
                    state == null
                        ? null
                        : ContactState.of(state).map(ContactState::key).orElse(null),
                    degree,
                    q == null || q.isBlank() || !PlainValues.isText(q)
                        ? null
                        : people.matching(Scope.EVERYWHERE, q, MATCHES),
                    TimeKeys.of(after)),
                size + 1),
            size,
            row -> TimeKeys.text(row.contact().lastExposure(), row.contact().person()));
    return new Page<>(views.contacts(page.items()), page.next(), null);
  }

  /** A contact with everything that says so, and all decisions. */
  record ContactFile(
      ContactView contact, List<ExposureView> exposures, List<CaseBoard.DecisionRow> decisions) {}

  @GetMapping("/contacts/{person}")
  @Access(value = Permission.CASES_READ, within = Within.UNITS)
  ContactFile one(@PathVariable UUID id, @PathVariable UUID person, Caller caller) {
    seen(id, caller);
    return file(id, person);
  }

  private ContactFile file(UUID id, UUID person) {
    List<CaseBoard.Row> rows =
        board.list(id, new CaseBoard.Wanted(null, null, List.of(person), TimeKeys.NEWEST), 1);
    if (rows.isEmpty()) {
      throw Refused.notFound("cases.contact_unknown").field("person").value(person);
    }
    return new ContactFile(
        views.contacts(rows).getFirst(),
        views.exposures(board.exposures(id, person)),
        board.decisions(id, person));
  }

  /** What somebody said in an interview. */
  record Naming(
      @Nullable UUID personId,
      @Nullable UUID placeId,
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable String proposed,
      @Nullable String note) {}

  @PostMapping("/contacts")
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  ContactFile add(@PathVariable UUID id, @RequestBody Naming body, Caller caller) {
    CaseFile file = seen(id, caller);
    if (body.personId() == null) {
      throw Refused.invalid("cases.field_missing").field("personId");
    }
    PersonSummary card = views.known(body.personId(), false, caller);
    if (card.id().equals(file.person())) {
      throw Refused.invalid("cases.contact_is_case").field("personId").value(card.id());
    }
    Exposure exposure = exposure(file, card.id(), body);
    decisions.add(id, card, exposure, Texts.required("note", body.note()), caller);
    return file(id, card.id());
  }

  private Exposure exposure(CaseFile file, UUID person, Naming body) {
    Instant now = world.now();
    if (body.from() == null) {
      throw Refused.invalid("cases.field_missing").field("from");
    }
    Instant from = Objects.requireNonNull(Texts.past("from", body.from(), now));
    Instant until = body.until() == null ? from : Texts.past("until", body.until(), now);
    if (Objects.requireNonNull(until).isBefore(from)) {
      throw Refused.invalid("cases.until_before").field("until").value(until);
    }
    if (body.placeId() != null && people.place(body.placeId()).isEmpty()) {
      throw Refused.notFound("cases.place_unknown").field("placeId").value(body.placeId());
    }
    return new Exposure(
        file.person(),
        person,
        Exposure.Kind.INTERVIEW,
        body.placeId(),
        null,
        from,
        until,
        java.time.Duration.between(from, until).toMinutes(),
        Texts.choice("proposed", body.proposed(), Exposure.Proposal.values()));
  }

  /** A contact as the caller saw it. */
  record SeenContact(@Nullable UUID personId, @Nullable Integer version) {}

  /** A decision of the health authority to be filed. */
  record Ruling(
      @Nullable List<SeenContact> contacts,
      @Nullable String became,
      @Nullable String document,
      @Nullable String reason) {}

  @PostMapping("/decisions")
  @Access(value = Permission.CASES_DECIDE, within = Within.UNITS)
  Decisions.Outcome decide(@PathVariable UUID id, @RequestBody Ruling body, Caller caller) {
    seen(id, caller);
    ContactState became = Texts.choice("became", body.became(), ContactState.values());
    if (!became.isDecision()) {
      throw Refused.invalid("cases.not_a_choice")
          .field("became")
          .value(became.key())
          .with("choices", "close, secondary, general, dropped");
    }
    String document = Texts.optional("document", body.document());
    if (became.needsDocument() && document == null) {
      throw Refused.invalid("cases.document_missing").field("document");
    }
    return decisions.decide(
        id,
        chosen(body.contacts()),
        new Decisions.Ruling(became, document, Texts.required("reason", body.reason())),
        caller);
  }

  private static List<ContactStore.Seen> chosen(@Nullable List<SeenContact> contacts) {
    if (contacts == null || contacts.isEmpty()) {
      throw Refused.invalid("cases.field_missing").field("contacts");
    }
    if (contacts.size() > AT_ONCE) {
      throw Refused.invalid("cases.too_many")
          .field("contacts")
          .value(contacts.size())
          .with("limit", AT_ONCE);
    }
    return contacts.stream()
        .map(it -> {
          if (it == null || it.personId() == null || it.version() == null) {
            throw Refused.invalid("cases.field_missing").field("contacts");
          }
          return new ContactStore.Seen(it.personId(), it.version());
        })
        .toList();
  }

  private CaseFile seen(UUID id, Caller caller) {
    return store
        .one(id, caller.scope())
        .orElseThrow(() -> Refused.notFound("cases.unknown").field("id").value(id));
  }
}
