package org.shouwang.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.ObjectMapper;

/** Records acts. Call it inside the transaction of the act, so that both stand or fall together. */
@Service
public class Audit {

  private final AuditStore store;
  private final Clock wall;
  private final ObjectMapper json;

  Audit(AuditStore store, Clock wall, ObjectMapper json) {
    this.store = store;
    this.wall = wall;
    this.json = json;
  }

  /**
   * Records an act.
   *
   * @param actor who
   * @param action {@code module.act} in the past tense, such as {@code gates.hold_closed}
   * @param subject {@code kind:id} of what it was done to; null if nothing
   * @param body further facts of the act; no ID numbers, no phones, no secrets
   * @return the entry's id, which may serve as a cause
   */
  public UUID record(Actor actor, String action, @Nullable String subject, Map<String, ?> body) {
    return record(actor, action, subject, null, body);
  }

  /**
   * Records an act with its cause.
   *
   * @param cause the fact or act that led to it
   */
  public UUID record(
      Actor actor,
      String action,
      @Nullable String subject,
      @Nullable UUID cause,
      Map<String, ?> body) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    insert(id, actor, action, subject, cause, body);
    return id;
  }

  /**
   * Records a commit of facts.
   *
   * @param id the entry's id, which the receipts of the commit carry
   */
  public void recordFacts(UUID id, Actor actor, Map<String, ?> body) {
    insert(id, actor, "facts.recorded", null, null, body);
  }

  private void insert(
      UUID id,
      Actor actor,
      String action,
      @Nullable String subject,
      @Nullable UUID cause,
      Map<String, ?> body) {
    Instant at = wall.instant().truncatedTo(ChronoUnit.MICROS);
    store.insert(Entry.of(at, id, actor, action, subject, cause, json.writeValueAsString(body)));
  }
}
