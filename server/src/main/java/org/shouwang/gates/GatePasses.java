package org.shouwang.gates;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.FactHandler;
import org.shouwang.policy.Policy;
import org.shouwang.policy.Snapshot;
import org.shouwang.web.Refused;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Takes {@code gates.pass} from the door: reads, judges and keeps a batch with few statements. */
@Component
class GatePasses implements FactHandler {

  static final String TYPE = "gates.pass";
  private static final int KEPT_RULES = 64;

  private final PassStore store;
  private final HoldStore holds;
  private final PlaceBook places;
  private final Policy policy;
  private final Persons people;
  private final Restrictions restrictions;
  private final SeenAtGates seen;
  private final ApplicationEventPublisher events;
  private final Map<String, GateRules> rules = new ConcurrentHashMap<>();

  GatePasses(
      PassStore store,
      HoldStore holds,
      PlaceBook places,
      Policy policy,
      Persons people,
      Restrictions restrictions,
      SeenAtGates seen,
      ApplicationEventPublisher events) {
    this.seen = seen;
    this.events = events;
    this.store = store;
    this.holds = holds;
    this.places = places;
    this.policy = policy;
    this.people = people;
    this.restrictions = restrictions;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Judgement> judge(List<Arrived> facts) {
    Set<UUID> persons = new HashSet<>();
    Set<String> sheets = new HashSet<>();
    for (Arrived fact : facts) {
      if (fact.person() != null) {
        persons.add(fact.person());
      }
      String sheet = fact.fact().data().path("sheet").asString("");
      if (!sheet.isEmpty()) {
        sheets.add(sheetNumber(sheet));
      }
    }
    Batch batch =
        new Batch(
            people.cards(persons),
            store.standings(persons),
            restrictions.of(persons),
            sheets.isEmpty() ? Map.of() : store.sheets(sheets),
            new HashMap<>());
    List<Judgement> judgements = new ArrayList<>(facts.size());
    for (Arrived fact : facts) {
      judgements.add(judgeOne(fact, batch));
    }
    return judgements;
  }

  /** What a batch's facts share. */
  private record Batch(
      Map<UUID, PersonCard> cards,
      PassStore.Standings standings,
      Map<UUID, List<GateQuestion.Restriction>> restrictions,
      Map<String, PassStore.Sheet> sheets,
      Map<PassRow.SheetLine, UUID> taken) {}

  private Judgement judgeOne(Arrived fact, Batch batch) {
    try {
      return new Judging(fact, batch).accepted();
    } catch (Refused refused) {
      return new Rejected(refused);
    }
  }

  /** The judging of one fact. */
  private final class Judging {
    private final Arrived fact;
    private final Batch batch;
    private final JsonNode data;
    private final UUID person;
    private final Place place;

    Judging(Arrived fact, Batch batch) {
      this.fact = fact;
      this.batch = batch;
      this.data = fact.fact().data();
      UUID who = fact.person();
      if (who == null) {
        throw Refused.invalid("gates.person_missing").field("person");
      }
      Place where = places.find(fact.fact().place());
      if (where == null) {
        throw Refused.invalid("gates.place_unknown").field("place").value(fact.fact().place());
      }
      this.person = who;
      this.place = where;
    }

    Accepted accepted() {
      PassData pass = PassReader.read(data);
      Standing standing = batch.standings().persons().getOrDefault(person, Standing.NONE);
      GateVerdict verdict = VerdictRules.judge(question(pass, standing));
      PassReader.DeviceVerdict device = PassReader.device(data.path("device"));
      PersonCard card = batch.cards().get(person);
      PassRow row =
          new PassRow(
              pass,
              verdict,
              place,
              card == null ? null : card.unitId(),
              device,
              went(verdict, device),
              verdict.action() == GateAction.HOLD && !standing.heldAt(fact.at()),
              byCode(),
              PassReader.uuid(data, "guard"),
              PassReader.text(data, "lane"),
              sheetLine(),
              data.toString());
      return new Accepted(fact, VerdictView.of(verdict, row.differs()), row);
    }

    private GateQuestion question(PassData pass, Standing standing) {
      PersonCard card = batch.cards().get(person);
      Instant at = fact.at();
      return new GateQuestion(
          pass,
          at,
          new GateQuestion.Subject(
              card != null,
              card != null && card.provisional(),
              card == null || card.provisional() ? null : card.classOfPerson()),
          against(standing, at),
          standing.overrideAt(at, place.id()),
          evacuated(at),
          rulesAt(at),
          null);
    }

    /** An open hold at a gate, and what the control status says. */
    private List<GateQuestion.Restriction> against(Standing standing, Instant at) {
      List<GateQuestion.Restriction> held = standing.restrictionsAt(at);
      List<GateQuestion.Restriction> status = batch.restrictions().getOrDefault(person, List.of());
      if (held.isEmpty() || status.isEmpty()) {
        return held.isEmpty() ? status : held;
      }
      List<GateQuestion.Restriction> all = new ArrayList<>(held);
      all.addAll(status);
      return all;
    }

    private boolean byCode() {
      return batch.restrictions().getOrDefault(person, List.of()).stream()
          .anyMatch(GateQuestion.Restriction::byCode);
    }

    private boolean evacuated(Instant at) {
      for (PassStore.Evacuated evacuation : batch.standings().evacuations()) {
        if (evacuation.at(at)
            && place.entersId() != null
            && places.within(evacuation.zone()).contains(place.entersId())) {
          return true;
        }
      }
      return false;
    }

    /**
     * What happened at the gate is what the device said there; a guard's word goes before both. A
     * manual check counts as through: an evacuation list rather names one too many.
     */
    private boolean went(GateVerdict verdict, PassReader.@Nullable DeviceVerdict device) {
      Boolean letIn = PassReader.flag(data, "letIn");
      if (letIn != null) {
        return letIn;
      }
      String action = device == null ? verdict.action().word() : device.action();
      return action.equals(GateAction.PASS.word()) || action.equals(GateAction.MANUAL.word());
    }

    /** A line of a sheet is one fact; a retry of that fact is no second one. */
    private PassRow.@Nullable SheetLine sheetLine() {
      String text = PassReader.text(data, "sheet");
      if (text == null) {
        return null;
      }
      PassRow.SheetLine line = parse(text);
      PassStore.Sheet sheet = batch.sheets().get(line.sheet());
      if (sheet == null || line.line() < 1 || line.line() > sheet.lines()) {
        throw Refused.invalid("gates.sheet_unknown").field("data.sheet").value(text);
      }
      UUID mine = fact.fact().id();
      UUID owner = sheet.used().getOrDefault(line.line(), mine);
      UUID inBatch = batch.taken().putIfAbsent(line, mine);
      if (!owner.equals(mine) || (inBatch != null && !inBatch.equals(mine))) {
        throw Refused.conflict("gates.sheet_line_used").field("data.sheet").value(text);
      }
      return sheet.used().containsKey(line.line()) ? null : line;
    }

    private static PassRow.SheetLine parse(String text) {
      try {
        return new PassRow.SheetLine(
            sheetNumber(text), Integer.parseInt(text.substring(text.lastIndexOf('-') + 1)));
      } catch (NumberFormatException e) {
        throw Refused.invalid("gates.sheet_unknown").field("data.sheet").value(text);
      }
    }
  }

  private static String sheetNumber(String text) {
    int dash = text.lastIndexOf('-');
    return dash < 0 ? text : text.substring(0, dash);
  }

  /** The gate's rules of an instant, read from a snapshot once. */
  GateRules rulesAt(Instant at) {
    Snapshot snapshot = policy.inForce(at);
    GateRules known = rules.get(snapshot.id());
    if (known == null) {
      if (rules.size() > KEPT_RULES) {
        rules.clear();
      }
      known = new GateRules(snapshot.id(), snapshot.values("gate."));
      rules.put(snapshot.id(), known);
    }
    return known;
  }

  @Override
  public void record(List<Accepted> facts) {
    store.insert(facts);
    Map<PassStore.Tally, PassStore.Counted> counts = new HashMap<>();
    List<PassRow.SheetLine> lines = new ArrayList<>(0);
    List<UUID> linePasses = new ArrayList<>(0);
    List<HoldStore.Opening> openings = new ArrayList<>(0);
    List<HoldStore.Alert> alerts = new ArrayList<>(0);
    for (Accepted accepted : facts) {
      PassRow row = (PassRow) accepted.row();
      Arrived fact = accepted.arrived();
      counts.merge(
          new PassStore.Tally(
              row.place().id(), row.pass().outward(), row.verdict().action().word()),
          new PassStore.Counted(1, fact.at()),
          PassStore.Counted::and);
      if (row.sheet() != null) {
        lines.add(row.sheet());
        linePasses.add(fact.fact().id());
      }
      if (row.opensHold()) {
        openings.add(opening(fact, row));
      }
      alerts(fact, row, alerts);
    }
    store.tally(counts);
    if (!lines.isEmpty()) {
      store.useLines(lines, linePasses);
    }
    holds.open(openings);
    fevers(openings);
    holds.raise(alerts);
    seen.tell(facts);
  }

  private void fevers(List<HoldStore.Opening> openings) {
    List<FeversHeld.Held> held =
        openings.stream()
            .filter(each ->
                each.reasons().contains(ReasonCode.TEMPERATURE_HIGH_AGAIN.word())
                    || each.reasons().contains(ReasonCode.TEMPERATURE_HIGH.word()))
            .map(each -> new FeversHeld.Held(each.person(), each.place(), each.cause(), each.at()))
            .toList();
    if (!held.isEmpty()) {
      events.publishEvent(new FeversHeld(held));
    }
  }

  private HoldStore.Opening opening(Arrived fact, PassRow row) {
    Double minutes = rulesAt(fact.at()).number(GateRules.HOLD_MINUTES);
    return new HoldStore.Opening(
        Objects.requireNonNull(fact.person()),
        row.unit(),
        row.place().id(),
        places.holdingRoom(row.place()).map(Place::id).orElse(null),
        fact.fact().id(),
        row.verdict().reasons().stream().map(reason -> reason.code().word()).toList(),
        fact.at(),
        fact.at().plusSeconds(minutes == null ? 0 : Math.round(minutes * 60)));
  }

  private static void alerts(Arrived fact, PassRow row, List<HoldStore.Alert> alerts) {
    if (row.differs()) {
      alerts.add(
          HoldStore.Alert.of(
              "verdict_differs",
              fact,
              row.unit(),
              Map.of(
                  "server", row.verdict().action().word(),
                  "device", Objects.requireNonNull(row.device()).action(),
                  "staleRoster", row.device().staleRoster())));
    }
    if (fact.flags().contains(Arrived.Flag.FUTURE)) {
      alerts.add(
          HoldStore.Alert.of("future_time", fact, row.unit(), Map.of("at", fact.at().toString())));
    }
  }
}
