package org.shouwang;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.shouwang.security.Access;
import org.shouwang.security.Within;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.web.bind.annotation.RequestMapping;

/** Holds the rules of the house that a machine can hold. */
class ArchitectureTests {

  private static final Path SOURCES = Path.of("src/main/java/org/shouwang");
  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("org.shouwang");

  /** Modules by floor: an arrow runs down only; within floor 0 the order counts. */
  private static final List<String> FLOORS =
      List.of(
          "storage",
          "clock",
          "web",
          "audit",
          "vault",
          "security",
          "channels",
          "capture",
          "people",
          "policy",
          "duties",
          "presence",
          "status",
          "gates",
          "sampling",
          "rollcall",
          "screening",
          "command",
          "cases",
          "isolation",
          "enquiries",
          "own",
          "transfers",
          "incidents",
          "reports",
          "linelists",
          "scenario");

  // ── rule 1 and the floors ──────────────────────────────────────────────────────────────────────

  @Test
  void modulesUseOnlyWhatTheyDeclareAndOnlyTheApiOfOthers() {
    ApplicationModules.of(Shouwang.class).verify();
  }

  @Test
  void noArrowRunsUpAFloor() {
    Pattern declared = Pattern.compile("allowedDependencies\\s*=\\s*\\{([^}]*)}");
    for (String module : modules()) {
      Matcher found = declared.matcher(packageInfo(module));
      assertThat(found.find()).as("%s declares its dependencies", module).isTrue();
      for (String used : found.group(1).replaceAll("[\"\\s]", "").split(",")) {
        String name = used.split("::")[0];
        if (!name.isEmpty()) {
          assertThat(FLOORS.indexOf(name))
              .as("%s uses %s", module, name)
              .isNotNegative()
              .isLessThan(FLOORS.indexOf(module));
        }
      }
    }
  }

  @Test
  void everyModuleHasItsFloorAndSaysWhatItOwnsAndWhatItDoesNot() {
    assertThat(FLOORS).containsAll(modules());
    for (String module : modules()) {
      assertThat(packageInfo(module))
          .as("package-info of %s", module)
          .containsPattern("(?i)owns:")
          .containsPattern("(?i)does not own:")
          .containsPattern("@[a-z.]*NullMarked")
          .containsPattern("@[a-z.]*ApplicationModule\\(");
    }
  }

  // ── rule 2 ─────────────────────────────────────────────────────────────────────────────────────

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .that()
        .resideInAPackage("org.shouwang..")
        .should()
        .haveNameMatching(".*(Impl|Helper|Helpers|Util|Utils|Manager|Base|DTO|Dto)")
        .check(OURS);
  }

  @Test
  void whatOnlyAModuleUsesIsNotPublic() {
    classes()
        .that()
        .haveNameMatching(".*(Store|Board|Controller|Listeners|Facts|Rules|Configuration|Settings)")
        .should()
        .notBePublic()
        .check(OURS);
  }

  @Test
  void noMoreThanHalfOfTheTypesArePublic() {
    List<JavaClass> topLevel =
        OURS.stream()
            .filter(it -> it.isTopLevelClass() && !it.getSimpleName().equals("package-info"))
            .toList();
    long open =
        topLevel.stream().filter(it -> it.getModifiers().contains(JavaModifier.PUBLIC)).count();
    assertThat(open)
        .as("public of %d types", topLevel.size())
        .isLessThanOrEqualTo(topLevel.size() / 2);
  }

  // ── rule 3 ─────────────────────────────────────────────────────────────────────────────────────

  @Test
  void idsAndSettingsAreRecords() {
    classes()
        .that()
        .haveNameMatching("org\\.shouwang\\..*[A-Za-z](Id|Settings)")
        .and()
        .areTopLevelClasses()
        .should()
        .beRecords()
        .check(OURS);
  }

  // ── rule 4 ─────────────────────────────────────────────────────────────────────────────────────

  @Test
  void rulesKnowNoSpringAndNoSql() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("Rules")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..")
        .check(OURS);
  }

  @Test
  void nobodyAsksTheMachineForTheTime() {
    Set<String> clocks =
        Set.of(
            "org.shouwang.clock.ClockConfiguration", // makes the wall clock
            "org.shouwang.web.LiveEvents"); // seeds event ids that only must grow over restarts
    DescribedPredicate<JavaAccess<?>> asksForNow =
        DescribedPredicate.describe(
            "now() without a clock",
            access ->
                access.getTarget().getFullName().equals("java.lang.System.currentTimeMillis()")
                    || (access.getTargetOwner().getPackageName().equals("java.time")
                        && access.getTarget().getName().equals("now")
                        && access.getTarget().getFullName().endsWith(".now()"))
                    || access.getTarget().getFullName().equals("java.util.Date.<init>()"));
    ArchRule rule =
        noClasses()
            .that(
                DescribedPredicate.describe(
                    "not a clock", it -> !clocks.contains(outermost(it).getName())))
            .should()
            .accessTargetWhere(asksForNow);
    rule.check(OURS);
  }

  // ── rule 5 ─────────────────────────────────────────────────────────────────────────────────────

  @Test
  void sqlStandsInStoresAndBoardsOnly() {
    noClasses()
        .that(
            DescribedPredicate.describe(
                "neither store nor board nor storage",
                it -> {
                  String name = outermost(it).getSimpleName();
                  return !name.endsWith("Store")
                      && !name.endsWith("Board")
                      && !it.getPackageName().equals("org.shouwang.storage")
                      // one row of one table, its only SQL
                      && !outermost(it).getName().equals("org.shouwang.clock.WorldClock")
                      // hands its connection to the boards it verifies with
                      && !outermost(it).getName().equals("org.shouwang.audit.VerifyAudit");
                }))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "org\\.springframework\\.jdbc\\.core\\..*|java\\.sql\\.(Connection|Statement|"
                + "PreparedStatement|ResultSet)|org\\.postgresql\\..*")
        .check(OURS);
  }

  // ── rule 6 ─────────────────────────────────────────────────────────────────────────────────────

  @Test
  void noForeignKeyAndNoTableCrossesModules() throws IOException {
    Pattern reference = Pattern.compile("(?i)references\\s+(\\w+)\\.(\\w+)");
    Pattern made =
        Pattern.compile("(?i)create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?(\\w+)\\.(\\w+)");
    for (Path migration : migrations()) {
      String module = migration.getParent().getFileName().toString();
      String sql = withoutComments(Files.readString(migration));
      assertThat(schemas(reference, sql)).as("references in %s", migration).isSubsetOf(module);
      assertThat(schemas(made, sql)).as("tables made in %s", migration).isSubsetOf(module);
    }
  }

  @Test
  void sqlNamesOnlyItsOwnModulesTablesAndTheReferenceViewsOfFloorOne() throws IOException {
    // a module may call storage's functions; floor 1's views may be joined
    Pattern table =
        Pattern.compile(
            "(?i)\\b(?:from|join|into|update|table)\\s+(%s)\\.(\\w+)"
                .formatted(String.join("|", FLOORS)));
    List<String> wrong = new ArrayList<>();
    for (Path source : files(SOURCES, ".java")) {
      String module = module(source);
      Matcher found = table.matcher(Files.readString(source));
      while (found.find()) {
        boolean view = isReferenceView(found.group(1), found.group(2));
        if (!found.group(1).equals(module) && !view) {
          wrong.add(source.getFileName() + " reads " + found.group(1) + "." + found.group(2));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isReferenceView(String schema, String name) throws IOException {
    if (!Set.of("people", "policy").contains(schema)) {
      return false;
    }
    Pattern view =
        Pattern.compile(
            "(?i)create\\s+(?:or\\s+replace\\s+)?view\\s+" + schema + "\\." + name + "\\b");
    for (Path migration : migrations()) {
      if (view.matcher(Files.readString(migration)).find()) {
        return true;
      }
    }
    return false;
  }

  // ── rule 7 ─────────────────────────────────────────────────────────────────────────────────────

  @Test
  void everyTablePartitionedByTimeIsKeptAhead() throws IOException {
    Pattern partitioned =
        Pattern.compile(
            "(?is)create\\s+table\\s+(\\w+\\.\\w+)\\s*\\([^;]*?\\)\\s*partition\\s+by\\s+range");
    for (Path migration : migrations()) {
      String sql = withoutComments(Files.readString(migration));
      Matcher found = partitioned.matcher(sql);
      while (found.find()) {
        assertThat(sql)
            .as(migration.toString())
            .contains("keep_partitions('" + found.group(1) + "'");
      }
    }
  }

  @Test
  void whatIsAppendOnlyIsGrantedNeitherUpdateNorDelete() throws IOException {
    Pattern grant =
        Pattern.compile("(?is)grant\\s+([^;]*?)\\s+on\\s+(?:table\\s+)?([^;]*?)\\s+to\\s");
    Set<String> appendOnly =
        Set.of(
            "audit.entry",
            "audit.body",
            "audit.seal",
            "capture.receipt",
            "capture.arrival",
            "gates.pass");
    for (Path migration : migrations()) {
      Matcher found = grant.matcher(withoutComments(Files.readString(migration)));
      while (found.find()) {
        if (found
            .group(1)
            .toLowerCase(java.util.Locale.ROOT)
            .matches("(?s).*(update|delete|truncate|all).*")) {
          assertThat(appendOnly)
              .as("granted %s in %s", found.group(1), migration)
              .doesNotContainAnyElementsOf(List.of(found.group(2).split("\\s*,\\s*")));
        }
      }
    }
  }

  // ── rule 9: every refusal has its texts in both languages ──────────────────────────────────────

  @Test
  void bothLanguagesHaveTheSameTexts() throws IOException {
    TreeSet<String> chinese = keys("zh");
    TreeSet<String> english = keys("en");
    assertThat(english).isEqualTo(chinese);
  }

  @Test
  void everyRefusalHasTitleDetailAndCure() throws IOException {
    TreeSet<String> keys = keys("zh");
    Pattern refusal =
        Pattern.compile(
            "(?s)(?:Refused\\s*\\.\\s*(?:invalid|notFound|conflict|forbidden)\\(\\s*|Refused\\s*\\.\\s*of\\(\\s*\\d+\\s*,\\s*|problem\\(\\s*\\d+\\s*,\\s*|refuse\\([^\"]{0,60})\"([a-z_]+\\.[a-z0-9_]+)\"");
    TreeMap<String, String> missing = new TreeMap<>();
    for (Path source : files(SOURCES, ".java")) {
      Matcher found = refusal.matcher(Files.readString(source));
      while (found.find()) {
        for (String part : List.of(".title", ".detail", ".cure")) {
          if (!keys.contains(found.group(1) + part)) {
            missing.put(found.group(1) + part, source.getFileName().toString());
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  // ── rule 10 ────────────────────────────────────────────────────────────────────────────────────

  @Test
  void everyEndpointSaysWhoMayCallItAndWithinWhat() {
    methods()
        .that(
            DescribedPredicate.describe(
                "are endpoints",
                (JavaMethod it) ->
                    AnnotatedElementUtils.hasAnnotation(it.reflect(), RequestMapping.class)))
        .should(
            new ArchCondition<JavaMethod>("declare @Access") {
              @Override
              public void check(JavaMethod method, ConditionEvents events) {
                Access access = method.reflect().getAnnotation(Access.class);
                boolean open =
                    access != null
                        && (access.within() == Within.PUBLIC || access.within() == Within.SELF);
                boolean held = access != null && (open || access.value().length > 0);
                events.add(new SimpleConditionEvent(method, held, method.getFullName()));
              }
            })
        .check(OURS);
  }

  // ── sizes: a guide, but nothing may grow without bound ─────────────────────────────────────────

  @Test
  void noFileOutgrowsAReader() throws IOException {
    for (Path source : files(SOURCES, ".java")) {
      assertThat(Files.readAllLines(source).size()).as(source.toString()).isLessThanOrEqualTo(500);
    }
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTests::outermost).orElse(type);
  }

  private static List<String> modules() {
    try (Stream<Path> folders = Files.list(SOURCES)) {
      return folders
          .filter(Files::isDirectory)
          .map(it -> it.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String module(Path source) {
    return SOURCES.relativize(source).getName(0).toString();
  }

  private static String packageInfo(String module) {
    try {
      return Files.readString(SOURCES.resolve(module).resolve("package-info.java"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("module " + module + " has no package-info", e);
    }
  }

  private static List<Path> migrations() throws IOException {
    return files(RESOURCES.resolve("db/migration"), ".sql");
  }

  private static List<Path> files(Path root, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(it -> it.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static Set<String> schemas(Pattern pattern, String sql) {
    return pattern.matcher(sql).results().map(it -> it.group(1)).collect(Collectors.toSet());
  }

  private static String withoutComments(String sql) {
    return sql.replaceAll("--[^\n]*", "");
  }

  private static TreeSet<String> keys(String language) throws IOException {
    TreeSet<String> keys = new TreeSet<>();
    for (Path file : files(RESOURCES.resolve("i18n"), "_" + language + ".properties")) {
      Properties texts = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        texts.load(reader);
      }
      keys.addAll(texts.stringPropertyNames());
    }
    return keys;
  }
}
