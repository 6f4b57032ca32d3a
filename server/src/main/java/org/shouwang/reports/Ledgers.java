package org.shouwang.reports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.shouwang.security.Caller;
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

  /** Those that a caller may see. */
  List<Ledger> all(Caller caller) {
    return known.values().stream().filter(it -> caller.may(it.permission())).toList();
  }

  Ledger get(String key) {
    return get(key, Caller.SYSTEM);
  }

  /**
   * @throws Refused 404, also for what the caller may not see
   */
  Ledger get(String key, Caller caller) {
    Ledger found = known.get(key);
    if (found == null || !caller.may(found.permission())) {
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
    List<String> given = ledger.headers();
    if (given != null) {
      return given;
    }
    return ledger.columns().stream()
        .map(column -> text(locale, ledger.key() + ".column." + column))
        .toList();
  }

  private String text(Locale locale, String key) {
    return messages.text(locale, "reports.ledger." + key, Map.of());
  }
}
