package org.shouwang.people;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.PeopleBoard.Membership;
import org.shouwang.people.PeopleBoard.PersonRole;
import org.shouwang.people.PeopleBoard.Row;
import org.shouwang.people.PeopleBoard.Search;
import org.shouwang.people.TimelineSource.TimelineEntry;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.vault.Opening;
import org.shouwang.vault.Vault;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** People over HTTP: search, one person's file and timeline, unmasking for a stated purpose. */
@RestController
@RequestMapping("/api/v1/people")
class PersonController {

  private final PeopleBoard board;
  private final PersonNumbers numbers;
  private final Vault vault;
  private final WorldClock world;
  private final List<TimelineSource> timelines;

  PersonController(
      PeopleBoard board,
      PersonNumbers numbers,
      Vault vault,
      WorldClock world,
      List<TimelineSource> timelines) {
    this.board = board;
    this.numbers = numbers;
    this.vault = vault;
    this.world = world;
    this.timelines = timelines;
  }

  /** A document as everybody sees it. */
  record DocumentView(String type, @Nullable String masked) {}

  /**
   * A person as everybody sees them. The age instead of the birth date: with the masked number's
   * first six and last four, the date would give the number whole.
   */
  record PersonView(
      UUID id,
      @Nullable String name,
      @Nullable String sex,
      @Nullable Integer age,
      String kind,
      String classOfPerson,
      @Nullable UUID unitId,
      @Nullable String unitName,
      @Nullable String unitPath,
      @Nullable DocumentView document,
      @Nullable String phoneMasked,
      boolean provisional,
      @Nullable String home,
      @Nullable String post,
      String party,
      @Nullable String skills,
      @Nullable String badge,
      @Nullable List<Membership> memberships,
      @Nullable List<PersonRole> roles,
      @Nullable List<PersonView> household,
      @Nullable List<PersonView> counterparts) {}

  /** Why somebody wants to see. */
  record Purpose(@Nullable String purpose) {}

  /** A number as it is. */
  record DocumentWhole(@Nullable String type, @Nullable String number) {}

  /** What was asked to be seen. */
  record Unmasked(
      @Nullable DocumentWhole document, @Nullable String phone, @Nullable LocalDate birthDate) {}

  @GetMapping
  @Access(value = Permission.PEOPLE_READ, within = Within.UNITS)
  Page<PersonView> search(
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable UUID unit,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int most = Page.limit(limit);
    String text = Texts.plain(q);
    boolean four = text.matches("\\d{3}[\\dXx]");
    Key key = Page.decode(after, Key::read);
    Search search =
        new Search(
            text.isEmpty() ? null : text,
            four ? numbers.documentLast4(Texts.code(text)) : null,
            four ? numbers.phoneLast4(text) : null,
            unit,
            kind == null || kind.isEmpty() ? null : kind,
            key == null ? null : key.name(),
            key == null ? null : key.id());
    List<Row> rows = board.search(caller.scope(), search, most + 1);
    Page<Row> page = Page.of(rows, most, row -> row.id() + (row.name() == null ? "" : row.name()));
    return new Page<>(page.items().stream().map(this::view).toList(), page.next(), null);
  }

  /** The last person of a page. */
  private record Key(UUID id, String name) {
    private static final int ID = 36;

    static Key read(String text) {
      return new Key(PlainValues.uuid(text.substring(0, ID)), text.substring(ID));
    }
  }

  @GetMapping("/{id}")
  @Access(value = Permission.PEOPLE_READ, within = Within.UNITS)
  PersonView get(@PathVariable UUID id, Caller caller) {
    Row row = find(id, caller);
    List<PersonView> household =
        row.householdId() == null
            ? List.of()
            : board.household(caller.scope(), row.householdId(), id).stream()
                .map(this::view)
                .toList();
    List<PersonView> counterparts =
        board.counterparts(caller.scope(), id).stream().map(this::view).toList();
    return view(row, board.memberships(id), board.roles(id), household, counterparts);
  }

  @GetMapping("/{id}/timeline")
  @Access(value = Permission.PEOPLE_READ, within = Within.UNITS)
  Page<TimelineEntry> timeline(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    find(id, caller);
    int most = Page.limit(limit);
    Instant before = Page.decode(after, PlainValues::instant);
    List<TimelineEntry> entries = new ArrayList<>();
    timelines.forEach(source -> entries.addAll(source.entries(id, before, most + 1)));
    entries.sort(Comparator.comparing(TimelineEntry::at).reversed());
    return Page.of(
        entries.subList(0, Math.min(entries.size(), most + 1)),
        most,
        entry -> entry.at().toString());
  }

  /** Shows the numbers whole, for a purpose that is logged with the caller's name. */
  @PostMapping("/{id}/unmask")
  @Access(value = Permission.PEOPLE_UNMASK, within = Within.UNITS)
  @Transactional
  public Unmasked unmask(@PathVariable UUID id, @RequestBody Purpose purpose, Caller caller) {
    Row row = find(id, caller);
    String why = People.purpose(purpose.purpose());
    List<Vault.Sealed> sealed = new ArrayList<>();
    boolean document = row.documentKey() != null && row.documentSealed() != null;
    boolean phone = row.phoneKey() != null && row.phoneSealed() != null;
    if (row.documentKey() != null && row.documentSealed() != null) {
      sealed.add(numbers.sealedDocument(row.documentKey(), row.documentSealed()));
    }
    if (row.phoneKey() != null && row.phoneSealed() != null) {
      sealed.add(numbers.sealedPhone(row.phoneKey(), row.phoneSealed()));
    }
    List<String> opened = vault.open(sealed, new Opening(caller.actor(), why, "person:" + id));
    return new Unmasked(
        document ? new DocumentWhole(row.documentType(), opened.getFirst()) : null,
        phone ? opened.getLast() : null,
        row.birthDate());
  }

  private Row find(UUID id, Caller caller) {
    return board
        .find(caller.scope(), id)
        .orElseThrow(() -> Refused.notFound("people.person_unknown").field("id").value(id));
  }

  private PersonView view(Row row) {
    return view(row, null, null, null, null);
  }

  private PersonView view(
      Row row,
      @Nullable List<Membership> memberships,
      @Nullable List<PersonRole> roles,
      @Nullable List<PersonView> household,
      @Nullable List<PersonView> counterparts) {
    LocalDate born = row.birthDate();
    String type = row.documentType();
    return new PersonView(
        row.id(),
        row.name(),
        row.sex(),
        born == null ? null : Period.between(born, world.today()).getYears(),
        row.kind(),
        row.classOfPerson(),
        row.unitId(),
        row.unitName(),
        row.unitPath(),
        type == null
            ? null
            : new DocumentView(
                type, numbers.maskedDocument(row.documentKey(), row.documentSealed())),
        numbers.maskedPhone(row.phoneKey(), row.phoneSealed()),
        row.provisional(),
        row.home(),
        row.post(),
        row.party(),
        row.skills(),
        row.badge(),
        memberships,
        roles,
        household,
        counterparts);
  }
}
