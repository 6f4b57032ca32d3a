package org.shouwang.gates;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.FactHandler;
import org.shouwang.security.Caller;
import org.shouwang.security.Devices;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Takes {@code gates.handover}: guards change on a device, the counts signed by its key. */
@Component
class Handovers implements FactHandler {

  private final HandoverStore store;
  private final Devices devices;
  private final Audit audit;

  Handovers(HandoverStore store, Devices devices, Audit audit) {
    this.store = store;
    this.devices = devices;
    this.audit = audit;
  }

  /** A hand-over as read. */
  record Row(
      UUID place,
      UUID device,
      @Nullable UUID from,
      UUID to,
      int passes,
      int held,
      int unsynced,
      @Nullable String note,
      String signature) {

    /** What the device signed; the time is the device's own, as sent. */
    String signed(Instant at) {
      return (from == null ? "" : from)
          + "|"
          + to
          + "|"
          + at
          + "|"
          + place
          + "|"
          + passes
          + "|"
          + held
          + "|"
          + unsynced;
    }
  }

  @Override
  public String type() {
    return "gates.handover";
  }

  @Override
  public List<Judgement> judge(List<Arrived> facts) {
    List<Judgement> judgements = new ArrayList<>(facts.size());
    for (Arrived fact : facts) {
      try {
        judgements.add(new Accepted(fact, null, read(fact)));
      } catch (Refused refused) {
        judgements.add(new Rejected(refused));
      }
    }
    return judgements;
  }

  private Row read(Arrived fact) {
    JsonNode data = fact.fact().data();
    UUID place = fact.fact().place();
    UUID to = PassReader.uuid(data, "to");
    String signature = PassReader.text(data, "signature");
    if (fact.caller().kind() != Caller.Kind.DEVICE || place == null) {
      throw Refused.forbidden("gates.device_only");
    }
    if (to == null || signature == null) {
      throw Refused.invalid("gates.field_missing").field(to == null ? "data.to" : "data.signature");
    }
    JsonNode counts = data.path("counts");
    Row row =
        new Row(
            place,
            fact.caller().id(),
            PassReader.uuid(data, "from"),
            to,
            counts.path("passes").asInt(0),
            counts.path("held").asInt(0),
            counts.path("unsynced").asInt(0),
            PassReader.text(data, "note"),
            signature);
    if (!signedByDevice(row, fact)) {
      throw Refused.invalid("gates.signature_wrong").field("data.signature");
    }
    return row;
  }

  /** Instants print without trailing zeros here and with milliseconds in a browser: both count. */
  private boolean signedByDevice(Row row, Arrived fact) {
    byte[] signature;
    try {
      signature = Base64.getDecoder().decode(row.signature());
    } catch (IllegalArgumentException e) {
      return false;
    }
    Instant at = fact.fact().at();
    String browser =
        java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withZone(java.time.ZoneOffset.UTC)
            .format(at);
    String payload = row.signed(at);
    return devices.verify(row.device(), payload.replace(at.toString(), browser), signature)
        || devices.verify(row.device(), payload, signature);
  }

  @Override
  public void record(List<Accepted> facts) {
    store.insert(facts);
    for (Accepted accepted : facts) {
      Row row = (Row) accepted.row();
      audit.record(
          accepted.arrived().caller().actor(),
          "gates.handed_over",
          "place:" + row.place(),
          accepted.arrived().fact().id(),
          Map.of(
              "from", Objects.requireNonNullElse(row.from(), ""),
              "to", row.to(),
              "passes", row.passes(),
              "held", row.held(),
              "unsynced", row.unsynced()));
    }
  }
}
