package org.shouwang.gates;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.shouwang.audit.Actor;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.FactHandler.Accepted;
import org.shouwang.status.EvidenceKind;
import org.shouwang.status.NewEvidence;
import org.shouwang.status.ParkStatus;
import org.springframework.stereotype.Component;

/**
 * What a guard saw that the control status must know, in the commit of the pass: a fever measured
 * twice, an official code that is not green. Nobody here sets a colour; it is told what was shown.
 * A pass with nothing of it costs nothing.
 */
@Component
class SeenAtGates {

  private static final String FEVER = "fever";
  private static final String COLOUR = "colour";
  private static final Set<String> WARNING = Set.of("yellow", "orange", "red");

  private final ParkStatus status;
  private final PassStore passes;

  SeenAtGates(ParkStatus status, PassStore passes) {
    this.status = status;
    this.passes = passes;
  }

  void tell(List<Accepted> facts) {
    List<NewEvidence> evidence = new ArrayList<>(0);
    Map<UUID, Instant> warned = new HashMap<>(0);
    for (Accepted accepted : facts) {
      PassRow row = (PassRow) accepted.row();
      Arrived fact = accepted.arrived();
      UUID person = Objects.requireNonNull(fact.person());
      UUID id = fact.fact().id();
      if (fever(row)) {
        evidence.add(fever(person, fact.at(), id));
      }
      String colour = row.pass().colour();
      boolean warns = colour != null && WARNING.contains(colour);
      if (colour != null && (warns || (row.byCode() && VerdictRules.CODES.contains(colour)))) {
        evidence.add(colour(person, colour, fact.at(), id));
      }
      if (warns) {
        warned.merge(person, fact.at(), (one, other) -> one.isBefore(other) ? one : other);
      }
    }
    // a pass of later that came before this one may have shown that the code had changed
    for (PassStore.Shown shown : warned.isEmpty() ? List.<PassStore.Shown>of() : after(warned)) {
      evidence.add(colour(shown.person(), shown.colour(), shown.at(), shown.id()));
    }
    if (!evidence.isEmpty()) {
      status.take(evidence, facts.getFirst().arrived().caller().actor());
    }
  }

  private List<PassStore.Shown> after(Map<UUID, Instant> warned) {
    return passes.shownAfter(warned).stream()
        .filter(shown -> VerdictRules.CODES.contains(shown.colour()))
        .toList();
  }

  private static boolean fever(PassRow row) {
    return row.verdict().reasons().stream()
        .anyMatch(reason -> reason.code() == ReasonCode.TEMPERATURE_HIGH_AGAIN);
  }

  private static NewEvidence fever(UUID person, Instant at, UUID pass) {
    return new NewEvidence(
        id(pass, FEVER),
        person,
        EvidenceKind.SYMPTOMS,
        Map.of("symptom", FEVER),
        at,
        null,
        GatePasses.TYPE,
        pass);
  }

  private static NewEvidence colour(UUID person, String colour, Instant at, UUID pass) {
    return new NewEvidence(
        id(pass, COLOUR),
        person,
        EvidenceKind.OFFICIAL_COLOUR,
        Map.of(COLOUR, colour),
        at,
        null,
        GatePasses.TYPE,
        pass);
  }

  /** Deterministic: the same pass is told once. */
  private static UUID id(UUID pass, String what) {
    return UUID.nameUUIDFromBytes((pass + "|" + what).getBytes(UTF_8));
  }

  /**
   * Whoever was kept apart was let go: the fever measured since the hold began was none.
   *
   * @param reason as written by who let them go
   */
  void released(UUID person, Instant since, String reason, Actor who, UUID hold) {
    List<UUID> fevers =
        passes.feverish(person, since).stream().map(pass -> id(pass, FEVER)).toList();
    status.withdraw(fevers, reason, who, hold);
  }
}
