package org.shouwang.own;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.OwnFollowUp;
import org.shouwang.isolation.OwnOrder;
import org.shouwang.isolation.OwnReading;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.screening.OwnDeclarations;
import org.shouwang.security.Access;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A person's own page. Whoever has the link is the person: it shows no more of them than they need
 * to see that it is theirs, and of others nothing at all. What opens it travels in bodies, never in
 * an address, so that it ends up in no log.
 */
@RestController
@RequestMapping("/api/v1/own/page")
class OwnController {

  private static final int SHOWN = 20;
  private static final String ACTOR = "person";

  private final Links links;
  private final Needs needs;
  private final NeedStore store;
  private final OwnFollowUp isolation;
  private final OwnDeclarations declarations;
  private final People people;
  private final WorldClock world;

  OwnController(
      Links links,
      Needs needs,
      NeedStore store,
      OwnFollowUp isolation,
      OwnDeclarations declarations,
      People people,
      WorldClock world) {
    this.links = links;
    this.needs = needs;
    this.store = store;
    this.isolation = isolation;
    this.declarations = declarations;
    this.people = people;
    this.world = world;
  }

  /**
   * The page.
   *
   * @param name the first character of it
   * @param followUp null where the link is for something else
   * @param declared when declarations were handed in here, the newest first; null as above
   */
  record OwnPage(
      Purpose purpose,
      String name,
      Instant asOf,
      @Nullable FollowUpPart followUp,
      @Nullable List<Instant> declared) {}

  /**
   * Where, until when, and what is handed in.
   *
   * @param until last day of isolation
   * @param correctable the person's last reading of this half-day; null: none
   */
  record FollowUpPart(
      @Nullable LocalDate until,
      @Nullable String place,
      @Nullable String site,
      @Nullable String room,
      List<OwnOrder.HalfDay> today,
      @Nullable UUID correctable,
      @Nullable LocalDate nextTest,
      List<NeedPart> needs) {}

  /** What the person needs, and what became of it. */
  record NeedPart(
      UUID id,
      Need.Kind kind,
      @Nullable String text,
      Instant askedAt,
      Instant dueAt,
      Need.State state,
      @Nullable String answer) {}

  /** What opens the page. */
  record Opening(@Nullable String token) {}

  @PostMapping
  @Access(within = Within.PUBLIC)
  OwnPage page(@RequestBody Opening body, HttpServletRequest request) {
    return page(links.open(body.token(), null, request.getRemoteAddr()));
  }

  /** What the person measured and feels, as {@link OwnReading} has it. */
  record Measuring(
      @Nullable String token,
      @Nullable UUID id,
      @Nullable Double temperature,
      @Nullable List<String> symptoms,
      @Nullable String note,
      @Nullable UUID corrects) {}

  @PostMapping("/readings")
  @Access(within = Within.PUBLIC)
  OwnPage reading(@RequestBody Measuring body, HttpServletRequest request) {
    Link link = links.open(body.token(), Purpose.FOLLOW_UP, request.getRemoteAddr());
    isolation.handIn(
        order(link),
        new OwnReading(
            body.id(), body.temperature(), body.symptoms(), body.note(), body.corrects()),
        actor(link));
    return page(link);
  }

  /** What the person needs, as {@link Needs.Asked} has it. */
  record Needing(
      @Nullable String token, @Nullable UUID id, @Nullable String kind, @Nullable String text) {}

  @PostMapping("/needs")
  @Access(within = Within.PUBLIC)
  OwnPage need(@RequestBody Needing body, HttpServletRequest request) {
    Link link = links.open(body.token(), Purpose.FOLLOW_UP, request.getRemoteAddr());
    needs.ask(order(link), new Needs.Asked(body.id(), body.kind(), body.text()), actor(link));
    return page(link);
  }

  /** What the person declares; the client makes the id. */
  record Declaring(
      @Nullable String token,
      @Nullable UUID id,
      @Nullable Boolean contact,
      @Nullable String note,
      @Nullable List<OwnDeclarations.@Nullable Stay> stays) {}

  @PostMapping("/declarations")
  @Access(within = Within.PUBLIC)
  OwnPage declare(@RequestBody Declaring body, HttpServletRequest request) {
    Link link = links.open(body.token(), Purpose.DECLARATION, request.getRemoteAddr());
    UUID id = Typed.id(body.id());
    Instant at =
        store
            .declared(id, link.person(), world.now().truncatedTo(ChronoUnit.MILLIS))
            .orElseThrow(() -> Refused.conflict("own.id_taken").field("id").value(id));
    declarations.declare(
        id,
        link.person(),
        at,
        new OwnDeclarations.Declaration(body.contact(), body.note(), body.stays()));
    store.kept(id);
    return page(link);
  }

  private OwnPage page(Link link) {
    FollowUpPart followUp =
        link.purpose() == Purpose.FOLLOW_UP
            ? part(isolation.inForce(order(link)).orElseThrow(Links::unknown))
            : null;
    return new OwnPage(
        link.purpose(),
        masked(people.facts(Set.of(link.person()))),
        world.now(),
        followUp,
        link.purpose() == Purpose.DECLARATION ? store.declarations(link.person(), SHOWN) : null);
  }

  private FollowUpPart part(OwnOrder order) {
    return new FollowUpPart(
        order.until(),
        order.place(),
        order.site(),
        order.room(),
        order.today(),
        order.correctable(),
        order.nextTest(),
        store.ofOrder(order.id(), SHOWN).stream()
            .map(it ->
                new NeedPart(
                    it.id(),
                    it.kind(),
                    it.text(),
                    it.askedAt(),
                    it.dueAt(),
                    it.state(),
                    it.answer()))
            .toList());
  }

  private static UUID order(Link link) {
    return Objects.requireNonNull(link.order());
  }

  private static Actor actor(Link link) {
    return new Actor(ACTOR, link.person(), OwnFollowUp.OWN_PAGE);
  }

  /** Enough to see that it is one's own page; for whoever looks over one's shoulder too little. */
  private static String masked(Map<UUID, PersonSummary> cards) {
    String name =
        cards.values().stream()
            .findFirst()
            .map(PersonSummary::name)
            .filter(it -> !it.isEmpty())
            .orElse("");
    return name.isEmpty() ? "*" : name.substring(0, name.offsetByCodePoints(0, 1)) + "*";
  }
}
