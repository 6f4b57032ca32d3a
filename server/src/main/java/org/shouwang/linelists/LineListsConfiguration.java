package org.shouwang.linelists;

import org.shouwang.cases.CaseLines;
import org.shouwang.people.PersonLines;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A ledger for each shape in which lists leave. */
@Configuration(proxyBeanMethods = false)
class LineListsConfiguration {

  private final CaseLines cases;
  private final PersonLines people;
  private final LinkStore links;

  LineListsConfiguration(CaseLines cases, PersonLines people, LinkStore links) {
    this.cases = cases;
    this.people = people;
    this.links = links;
  }

  private ExchangeLedger ledger(ListFormat format) {
    return new ExchangeLedger(format, cases, people, links);
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
