package org.shouwang.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Caller;
import org.shouwang.web.PlainValues;
import org.springframework.stereotype.Component;

/** Records acts, in the audit and where the pages read them, with who signed for whom. */
@Component
class Acts {

  private static final int AUDITED = 500;

  private final Audit audit;
  private final ActStore store;
  private final WorldClock world;

  Acts(Audit audit, ActStore store, WorldClock world) {
    this.audit = audit;
    this.store = store;
    this.world = world;
  }

  /**
   * Records an act; call it in the act's transaction.
   *
   * @param more further facts for the audit
   * @return the audit entry's id: the cause of what follows
   */
  UUID record(Signature by, Act act, Map<String, ?> more) {
    Map<String, Object> body = new LinkedHashMap<>(more);
    if (!act.root().equals(act.subject())) {
      body.put("of", act.root());
    }
    put(body, "unit", act.unit());
    String note = act.note();
    put(body, "note", note == null ? null : PlainValues.shown(note, AUDITED));
    put(body, "percent", act.percent());
    put(body, "file", act.file());
    Caller principal = by.principal();
    if (principal != null) {
      body.put("onBehalfOf", principal.id());
      body.put("onBehalfOfName", principal.name());
    }
    UUID id =
        audit.record(by.actor(), "command." + act.what(), act.about() + ":" + act.subject(), body);
    store.insert(id, by, act, world.now());
    return id;
  }

  UUID record(Signature by, Act act) {
    return record(by, act, Map.of());
  }

  private static void put(
      Map<String, Object> body, String name, @org.jspecify.annotations.Nullable Object value) {
    if (value != null) {
      body.put(name, value);
    }
  }
}
