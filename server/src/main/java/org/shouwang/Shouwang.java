package org.shouwang;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.modulith.Modulithic;

/** Entry of the server: one modular monolith, one process. */
// Modules are free in their names: two may each have a UnitBoard.
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@ConfigurationPropertiesScan
@Modulithic(systemName = "Shouwang 守望")
public class Shouwang {

  /**
   * Starts the server.
   *
   * @param arguments Spring Boot arguments; {@code --shouwang.demo=true} starts the demo
   */
  public static void main(String[] arguments) {
    SpringApplication.run(Shouwang.class, arguments);
  }
}
