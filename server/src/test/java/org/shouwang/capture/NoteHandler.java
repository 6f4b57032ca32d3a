package org.shouwang.capture;

import java.util.List;
import java.util.Map;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** A fact type for the tests of the door: {"text": …}, refused on "refuse", failing on "poison". */
@Component
class NoteHandler implements FactHandler {

  static final String TYPE = "test.note";

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
  }
}
