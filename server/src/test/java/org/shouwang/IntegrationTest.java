package org.shouwang;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Base of tests on the whole application with a real embedded PostgreSQL. One context for all of
 * them: don't mock beans, don't set properties.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = Shouwang.class)
@ActiveProfiles("test")
public abstract class IntegrationTest {

  @DynamicPropertySource
  static void freshData(DynamicPropertyRegistry registry) throws IOException {
    Path parent = Files.createDirectories(Path.of("target", "test-data"));
    Path data = Files.createTempDirectory(parent, "run-").toAbsolutePath();
    // the database runs as another account when the tests run as root
    data.toFile().setExecutable(true, false);
    data.toFile().setReadable(true, false);
    registry.add("shouwang.data", data::toString);
  }
}
