package org.shouwang.linelists;

import java.time.Instant;
import java.util.function.Function;
import org.shouwang.cases.CaseLines;
import org.shouwang.people.PersonLines;
import org.shouwang.policy.Policy;
import org.shouwang.policy.Rule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A ledger for each shape in which lists leave. */
@Configuration(proxyBeanMethods = false)
class LineListsConfiguration {

  private final CaseLines cases;
  private final PersonLines people;
  private final LinkStore links;
  private final Function<Instant, String> disease;

  LineListsConfiguration(CaseLines cases, PersonLines people, LinkStore links, Policy policy) {
    this.cases = cases;
    this.people = people;
    this.links = links;
    this.disease =
        at ->
            policy.inForce(at).rules().values().stream().map(Rule::disease).findFirst().orElse("");
  }

  private ExchangeLedger ledger(ListFormat format) {
    return new ExchangeLedger(format, cases, people, links, disease);
  }

  @Bean
  ExchangeLedger ownCases() {
    return ledger(ListFormat.OWN_CASES);
  }

  @Bean
  ExchangeLedger ownContacts() {
    return ledger(ListFormat.OWN_CONTACTS);
  }

  @Bean
  ExchangeLedger goDataCases() {
    return ledger(ListFormat.GO_DATA_CASES);
  }

  @Bean
  ExchangeLedger goDataContacts() {
    return ledger(ListFormat.GO_DATA_CONTACTS);
  }

  @Bean
  ExchangeLedger sormasCases() {
    return ledger(ListFormat.SORMAS_CASES);
  }

  @Bean
  ExchangeLedger sormasContacts() {
    return ledger(ListFormat.SORMAS_CONTACTS);
  }
}
