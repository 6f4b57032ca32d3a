package org.shouwang.capture;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.shouwang.web.Refused;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.stereotype.Component;

/**
 * A fact type for the tests of the door: {"text": …}, refused on "refuse", failing on "poison",
 * losing a lock the first time on "unlucky".
 */
@Component
class NoteHandler implements FactHandler {

  static final String TYPE = "test.note";

  private final Set<UUID> lost = ConcurrentHashMap.newKeySet();

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Judgement> judge(List<Arrived> facts) {
    return facts.stream().map(NoteHandler::judge).toList();
  }

  private static Judgement judge(Arrived fact) {
    String text = fact.fact().data().path("text").asString("");
    return text.equals("refuse")
        ? new Rejected(Refused.invalid("capture.field_invalid").field("data.text").value(text))
        : new Accepted(fact, Map.of("action", "pass", "text", text), text);
  }

  @Override
  public void record(List<Accepted> facts) {
    if (facts.stream().anyMatch(fact -> fact.row().equals("poison"))) {
      throw new IllegalStateException("poisoned on purpose");
    }
    for (Accepted fact : facts) {
      if (fact.row().equals("unlucky") && lost.add(fact.arrived().fact().id())) {
        throw new CannotAcquireLockException("a deadlock on purpose");
      }
    }
  }
}
