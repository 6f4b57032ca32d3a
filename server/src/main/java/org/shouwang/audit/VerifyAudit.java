package org.shouwang.audit;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.shouwang.storage.AttachedDatabase;
import org.shouwang.web.Messages;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code ./run verify-audit}: verifies the log of a data directory, whether a server runs on it or
 * not. Exit status 0: whole; 1: broken, the first break is named; 2: could not be checked.
 */
final class VerifyAudit {

  private VerifyAudit() {}

  /**
   * Verifies.
   *
   * @param arguments {@code --data DIR [--binaries DIR] [--anchor FILE]}
   */
  static void main(String[] arguments) {
    Messages messages = new Messages();
    @Nullable String data = option(arguments, "--data");
    if (data == null) {
      say(messages, "audit.verify.usage", Map.of());
      System.exit(2);
      return;
    }
    @Nullable String binaries = option(arguments, "--binaries");
    @Nullable String anchor = option(arguments, "--anchor");
    int status;
    try (AttachedDatabase database =
        AttachedDatabase.open(Path.of(data), binaries == null ? null : Path.of(binaries))) {
      say(messages, database.joined() ? "audit.verify.joined" : "audit.verify.started", Map.of());
      Proof proof =
          verify(database.dataSource(), anchor == null ? data + "/audit-anchor.log" : anchor);
      report(messages, proof);
      status = proof.whole() ? 0 : 1;
    } catch (RuntimeException e) {
      say(messages, "audit.verify.failed", Map.of("reason", String.valueOf(e.getMessage())));
      status = 2;
    }
    System.exit(status);
  }

  /** The verification alone, without the rest of the application. */
  private static Proof verify(DataSource dataSource, String anchor) {
    try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("tool", Map.of("shouwang.audit.anchor", anchor)));
      context.registerBean(JdbcClient.class, () -> JdbcClient.create(dataSource));
      context.registerBean(
          JdbcTransactionManager.class, () -> new JdbcTransactionManager(dataSource));
      context.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
      context.register(AuditBoard.class, Verification.class);
      ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(context, false);
      scanner.addIncludeFilter(new AssignableTypeFilter(Witness.class));
      scanner.scan("org.shouwang");
      context.refresh();
      return context.getBean(Verification.class).verify();
    }
  }

  private static void report(Messages messages, Proof proof) {
    Map<String, Object> values =
        Map.of(
            "entries", proof.entries(),
            "seals", proof.seals(),
            "anchored", proof.anchored(),
            "unsealed", proof.unsealed(),
            "gone", proof.bodiesGone(),
            "vouched", proof.vouched());
    say(messages, "audit.verify.counts", values);
    Proof.Break broken = proof.firstBreak();
    if (broken == null) {
      say(messages, "audit.verify.whole", values);
      return;
    }
    for (Locale locale : new Locale[] {Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH}) {
      print(broken.text(messages, locale));
    }
  }

  private static @Nullable String option(String[] arguments, String name) {
    for (int i = 0; i + 1 < arguments.length; i++) {
      if (arguments[i].equals(name)) {
        return arguments[i + 1];
      }
    }
    return null;
  }

  private static void say(Messages messages, String key, Map<String, ?> values) {
    print(messages.text(Locale.SIMPLIFIED_CHINESE, key, values));
    print(messages.text(Locale.ENGLISH, key, values));
  }

  @SuppressWarnings("SystemOut") // a tool of the command line
  private static void print(String text) {
    System.out.println(text);
  }
}
