package org.shouwang.channels;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.channels.InboxStore.Owner;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Directory;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Messages;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The inbox in the app. */
@RestController
@RequestMapping("/api/v1/inbox")
class InboxController {

  private static final Duration COUNTED = Duration.ofDays(30);
  private static final int MOST_COUNTED = 100;
  private static final int MOST_IDS = 500;
  private static final String UNIT = "unit";

  private final InboxStore store;
  private final AddressBook book;
  private final Directory directory;
  private final Messages messages;
  private final Clock wall;

  InboxController(
      InboxStore store, AddressBook book, Directory directory, Messages messages, Clock wall) {
    this.store = store;
    this.book = book;
    this.directory = directory;
    this.messages = messages;
    this.wall = wall;
  }

  /** A message in the reader's language. */
  record Letter(
      UUID id,
      String title,
      String body,
      @Nullable String link,
      @Nullable UUID cause,
      Instant at,
      @Nullable UUID unitId,
      @Nullable String unit,
      boolean unread) {}

  /**
   * A page of the inbox.
   *
   * @param unread in the last 30 days; 100 stands for more
   */
  record Inbox(List<Letter> items, @Nullable String next, int unread) {}

  /** How many are unread; 100 stands for more. */
  record Unread(int unread) {}

  /** What was read. */
  record Reading(@Nullable List<@Nullable UUID> ids, @Nullable Boolean all) {}

  @GetMapping
  @Access(within = Within.SELF)
  Inbox inbox(
      @RequestParam(defaultValue = "false") boolean unread,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller,
      Locale locale) {
    int size = Page.limit(limit);
    Owner owner = owner(caller);
    List<InboxStore.Row> rows =
        store.list(owner, unread, Page.decode(after, PlainValues::uuid), size + 1);
    Page<InboxStore.Row> page = Page.of(rows, size, row -> row.id().toString());
    Map<UUID, String> units =
        directory.unitNames(
            page.items().stream()
                .filter(row -> row.toKind().equals(UNIT))
                .map(InboxStore.Row::toId)
                .collect(Collectors.toSet()));
    return new Inbox(
        page.items().stream().map(row -> letter(row, units, locale)).toList(),
        page.next(),
        count(owner));
  }

  @GetMapping("/unread")
  @Access(within = Within.SELF)
  Unread unread(Caller caller) {
    return new Unread(count(owner(caller)));
  }

  @PostMapping("/read")
  @Access(within = Within.SELF)
  @Transactional
  public Unread read(@RequestBody Reading body, Caller caller) {
    Owner owner = owner(caller);
    boolean all = Boolean.TRUE.equals(body.all());
    List<UUID> ids = ids(body.ids());
    if (!all && ids.isEmpty()) {
      throw Refused.invalid("channels.field_missing").field("ids");
    }
    store.read(owner, all ? null : ids, wall.instant());
    return new Unread(count(owner));
  }

  private static List<UUID> ids(@Nullable List<@Nullable UUID> given) {
    if (given == null) {
      return List.of();
    }
    if (given.size() > MOST_IDS) {
      throw Refused.invalid("channels.too_many").field("ids").with("limit", MOST_IDS);
    }
    return given.stream().filter(Objects::nonNull).toList();
  }

  private int count(Owner owner) {
    return store.unread(owner, wall.instant().minus(COUNTED), MOST_COUNTED);
  }

  /**
   * What a unit is told names its people and says what they have: whoever may not see people, as at
   * a gate or in a van, finds only what is for the account itself.
   */
  private Owner owner(Caller caller) {
    if (!caller.may(Permission.PEOPLE_READ)) {
      return new Owner(caller.id(), Set.of());
    }
    return new Owner(
        caller.id(), caller.scope().everywhere() ? book.topmost() : caller.scope().units());
  }

  private Letter letter(InboxStore.Row row, Map<UUID, String> units, Locale locale) {
    return new Letter(
        row.id(),
        messages.text(locale, row.text() + ".title", row.values()),
        messages.text(locale, row.text() + ".body", row.values()),
        row.link(),
        row.cause(),
        row.at(),
        row.toKind().equals(UNIT) ? row.toId() : null,
        units.get(row.toId()),
        row.unread());
  }
}
