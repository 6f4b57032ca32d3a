package org.shouwang.reports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.shouwang.web.Messages;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** All ledgers by their keys, with their texts. */
@Component
class Ledgers {

  private final Map<String, Ledger> known = new LinkedHashMap<>();
  private final Messages messages;

  Ledgers(List<Ledger> ledgers, Messages messages) {
    this.messages = messages;
    ledgers.forEach(ledger -> known.put(ledger.key(), ledger));
  }

  List<Ledger> all() {
    return List.copyOf(known.values());
  }

  Ledger get(String key) {
    Ledger found = known.get(key);
    if (found == null) {
      throw Refused.notFound("reports.ledger_unknown")
          .field("key")
          .value(PlainValues.shown(key, 60));
    }
    return found;
  }

  String title(Ledger ledger, Locale locale) {
    return text(locale, ledger.key() + ".title");
  }

  List<String> headers(Ledger ledger, Locale locale) {
    return ledger.columns().stream()
        .map(column -> text(locale, ledger.key() + ".column." + column))
        .toList();
  }

  private String text(Locale locale, String key) {
    return messages.text(locale, "reports.ledger." + key, Map.of());
  }
}
