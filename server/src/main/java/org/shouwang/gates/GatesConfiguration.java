package org.shouwang.gates;

import org.shouwang.web.LiveEvents;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.ObjectMapper;

/** Gives the gates their live streams: for screens, and for devices. */
@Configuration(proxyBeanMethods = false)
class GatesConfiguration {

  @Bean
  LiveEvents gateEvents(ObjectMapper json) {
    return new LiveEvents(json);
  }

  @Bean
  LiveEvents fieldEvents(ObjectMapper json) {
    return new LiveEvents(json);
  }
}
