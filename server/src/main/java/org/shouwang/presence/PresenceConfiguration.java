package org.shouwang.presence;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the fold its rules. */
@Configuration(proxyBeanMethods = false)
class PresenceConfiguration {

  @Bean
  StayRules stayRules(StaySettings settings) {
    return new StayRules(settings.park(), settings.plant(), settings.room(), settings.repeat());
  }
}
