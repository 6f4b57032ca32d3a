package org.shouwang.command;

import org.shouwang.web.LiveEvents;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.ObjectMapper;

/** Gives the pages of directives and notices their live stream. */
@Configuration(proxyBeanMethods = false)
class CommandConfiguration {

  @Bean
  LiveEvents commandEvents(ObjectMapper json) {
    return new LiveEvents(json);
  }
}
