package org.shouwang.people;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the rest of the module is given: the checks of documents for this installation. */
@Configuration(proxyBeanMethods = false)
class PeopleConfiguration {

  @Bean
  Documents documents(@Value("${shouwang.demo:false}") boolean demo) {
    return new Documents(new Regions(demo));
  }
}
