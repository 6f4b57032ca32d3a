package org.shouwang.rollcall;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.FactHandler;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Permission;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Takes {@code rollcall.report} from the door: a unit files its daily report. It discharges the
 * unit's own duty and accounts for nobody.
 */
@Component
class ReportFacts implements FactHandler {

  static final String TYPE = "rollcall.report";

  /** What a zero report says, on paper too. */
  private static final String NOTHING = "无";

  private static final int MOST_ITEMS = 30;
  private static final int LONGEST_ITEM = 500;

  private final ReportStore store;
  private final Reach reach;

  ReportFacts(ReportStore store, Reach reach) {
    this.store = store;
    this.reach = reach;
  }

  /** A report as filed. */
  record Filed(
      UUID unit,
      LocalDate day,
      boolean zero,
      Figures figures,
      List<String> items,
      @Nullable String note) {}

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Set<Permission> needs() {
    return Set.of(Permission.ROLLCALL_FILE);
  }

  @Override
  public List<Judgement> judge(List<Arrived> facts) {
    Units units = reach.units();
    List<Judgement> judgements = new ArrayList<>(facts.size());
    Set<ReportStore.Key> keys = new HashSet<>();
    for (Arrived fact : facts) {
      try {
        Filed filed = read(fact, units);
        keys.add(new ReportStore.Key(filed.unit(), filed.day()));
        judgements.add(new Accepted(fact, null, filed));
      } catch (Refused refused) {
        judgements.add(new Rejected(refused));
      }
    }
    Map<ReportStore.Key, UUID> signed = store.signed(keys);
    judgements.replaceAll(each -> each instanceof Accepted a ? unlessSigned(a, signed) : each);
    return judgements;
  }

  /** The very filing that was signed may be handed in again: it is the same fact. */
  private static Judgement unlessSigned(Accepted accepted, Map<ReportStore.Key, UUID> signed) {
    Filed filed = (Filed) accepted.row();
    UUID filing = signed.get(new ReportStore.Key(filed.unit(), filed.day()));
    return filing == null || filing.equals(accepted.arrived().fact().id())
        ? accepted
        : new Rejected(
            Refused.conflict("rollcall.report_signed").field("data.day").value(filed.day()));
  }

  private Filed read(Arrived fact, Units units) {
    JsonNode data = fact.fact().data();
    UUID unit = Fields.uuid(data, "unit");
    if (units.get(unit) == null || !reach.covers(fact.caller().scope(), unit, units)) {
      throw Refused.notFound("rollcall.unit_unknown").field("data.unit").value(unit);
    }
    LocalDate day = Fields.day(data, "day");
    if (day == null) {
      throw Fields.missing("data.day");
    }
    LocalDate today = fact.recordedAt().atZone(WorldClock.ZONE).toLocalDate();
    if (day.isAfter(today) || day.isBefore(today.minusDays(AccountFacts.LONGEST))) {
      throw Refused.invalid("rollcall.report_day")
          .field("data.day")
          .value(day)
          .with("limit", AccountFacts.LONGEST);
    }
    boolean zero = flag(data, "zero");
    List<String> items = items(data.path("items"));
    if (zero && !items.isEmpty()) {
      throw Refused.invalid("rollcall.zero_with_items").field("data.items").value(items.size());
    }
    String note = Fields.text(data, "note", 1_000);
    return new Filed(
        unit,
        day,
        zero,
        figures(data.path("figures")),
        items,
        zero && note == null ? NOTHING : note);
  }

  private static boolean flag(JsonNode data, String field) {
    JsonNode value = data.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw Fields.wrong("data." + field, value.toString());
    }
    return value.booleanValue();
  }

  private static List<String> items(JsonNode list) {
    List<String> items = new ArrayList<>();
    if ((!list.isArray() && !list.isMissingNode() && !list.isNull()) || list.size() > MOST_ITEMS) {
      throw Fields.wrong("data.items", list.getNodeType().name());
    }
    for (JsonNode each : list) {
      String text = each.isString() ? each.stringValue() : "";
      if (text.isBlank() || text.length() > LONGEST_ITEM || !PlainValues.isText(text)) {
        throw Fields.wrong("data.items", text);
      }
      items.add(text.strip());
    }
    return items;
  }

  private static Figures figures(JsonNode node) {
    if (!node.isObject()) {
      throw Fields.missing("data.figures");
    }
    Figures figures =
        new Figures(
            figure(node, "expected"),
            figure(node, "onDuty"),
            figure(node, "livingIn"),
            figure(node, "away"),
            figure(node, "leave"),
            figure(node, "isolated"),
            figure(node, "missing"),
            figure(node, "fever"));
    if (!figures.addUp()) {
      throw Refused.invalid("rollcall.figures_off")
          .field("data.figures.expected")
          .value(figures.expected());
    }
    return figures;
  }

  private static int figure(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return 0;
    }
    if (!value.isInt()) {
      throw Fields.wrong("data.figures." + name, value.toString());
    }
    return value.intValue();
  }

  @Override
  public void record(List<Accepted> facts) {
    store.file(facts);
  }
}
