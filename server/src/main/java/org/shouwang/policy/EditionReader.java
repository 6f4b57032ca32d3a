package org.shouwang.policy;

import java.io.StringReader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads one edition file (YAML). Nothing is guessed: what isn't understood is a problem with its
 * line, and all problems are found in one reading.
 */
final class EditionReader {

  private static final Set<String> HEAD =
      Set.of("id", "name", "jurisdiction", "disease", "source", "validFrom", "validTo", "rules");
  private static final Set<String> RULE =
      Set.of(
          "key",
          "value",
          "article",
          "source",
          "confidence",
          "meaning",
          "validFrom",
          "validTo",
          "disease");
  private static final int MAX_CHARACTERS = 1_000_000;

  /** What a later version of the software may come to find wrong with a file that it once took. */
  private static final Set<String> FORGIVEN =
      Set.of(
          "policy.disease_malformed",
          "policy.field_unknown",
          "policy.key_malformed",
          "policy.key_repeated",
          "policy.key_unknown",
          "policy.value_wrong");

  private static final Set<String> DROPPED =
      Set.of(
          "policy.key_malformed",
          "policy.key_repeated",
          "policy.key_unknown",
          "policy.value_wrong");

  private final List<EditionProblem> problems = new ArrayList<>();
  private final List<EditionProblem> forgiven = new ArrayList<>();

  /** In whose place a disease that can't be is laid; null: nothing is forgiven. */
  private final @Nullable Supplier<String> principal;

  private int dropped;

  private EditionReader(@Nullable Supplier<String> principal) {
    this.principal = principal;
  }

  /**
   * What a reading gave.
   *
   * @param edition null when there is any problem
   * @param problems all of them, by line
   * @param forgiven what was left out, or laid for the principal disease, by line
   */
  record Result(
      @Nullable Edition edition, List<EditionProblem> problems, List<EditionProblem> forgiven) {}

  /** Reads a file's text. */
  static Result read(String text) {
    return new EditionReader(null).result(text);
  }

  /**
   * Reads a text that an earlier version of the software took: it holds as far as it is understood.
   *
   * @param principal in whose place a disease that can't be is laid
   */
  static Result readStored(String text, Supplier<String> principal) {
    return new EditionReader(principal).result(text);
  }

  private Result result(String text) {
    Edition edition = edition(text);
    problems.sort(Comparator.comparingInt(EditionProblem::line));
    forgiven.sort(Comparator.comparingInt(EditionProblem::line));
    return new Result(
        problems.isEmpty() ? edition : null, List.copyOf(problems), List.copyOf(forgiven));
  }

  private @Nullable Edition edition(String text) {
    Node root = compose(text);
    if (root == null) {
      return null;
    }
    Map<String, Node> head = fields(root, HEAD);
    String id = text(head, "id", root, "");
    BothLanguages name = both(head.get("name"), "name", root);
    Jurisdiction jurisdiction = jurisdiction(head, root);
    List<Rule> rules = new ArrayList<>();
    Node list = head.get("rules");
    if (list instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
      LocalDate from = date(head, "validFrom", root, null, true);
      Head shared =
          new Head(
              id,
              jurisdiction,
              text(head, "disease", root, ""),
              text(head, "source", root, ""),
              from == null ? LocalDate.EPOCH : from,
              date(head, "validTo", root, null, false));
      Set<String> seen = new HashSet<>();
      sequence.getValue().forEach(node -> rule(node, shared, seen, rules));
    } else {
      problem(list == null ? root : list, "policy.rules_missing", Map.of());
    }
    return new Edition(id, name, jurisdiction, List.copyOf(rules));
  }

  private record Head(
      String id,
      Jurisdiction jurisdiction,
      String disease,
      String source,
      LocalDate validFrom,
      @Nullable LocalDate validTo) {}

  private @Nullable Node compose(String text) {
    if (text.length() > MAX_CHARACTERS) {
      problems.add(new EditionProblem(1, "policy.file_too_large", Map.of()));
      return null;
    }
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(10);
    try {
      Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      if (root == null) {
        problems.add(new EditionProblem(1, "policy.rules_missing", Map.of()));
      }
      return root;
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.add(
          new EditionProblem(
              line, "policy.not_yaml", Map.of("what", String.valueOf(e.getProblem()))));
    } catch (YAMLException e) {
      problems.add(new EditionProblem(1, "policy.not_yaml", Map.of("what", "")));
    }
    return null;
  }

  private void rule(Node node, Head head, Set<String> seen, List<Rule> rules) {
    int before = dropped;
    Map<String, Node> fields = fields(node, RULE);
    String key = text(fields, "key", node, "");
    LocalDate from = date(fields, "validFrom", node, head.validFrom(), false);
    LocalDate to = date(fields, "validTo", node, head.validTo(), false);
    if (from == null) {
      return;
    }
    if (to != null && !to.isAfter(from)) {
      problem(node, "policy.validity_reversed", Map.of("from", "" + from, "to", "" + to));
    }
    if (!key.isEmpty() && !key.matches("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)+")) {
      problem(fields.get("key"), "policy.key_malformed", Map.of("value", cut(key)));
    }
    String disease = disease(fields, node, head);
    if (!seen.add(key + "@" + from + "@" + disease)) {
      problem(fields.get("key"), "policy.key_repeated", Map.of("value", cut(key)));
    }
    Object value = ruleValue(key, fields, node);
    if (dropped > before) {
      return;
    }
    rules.add(
        new Rule(
            key,
            value,
            disease,
            head.id(),
            text(fields, "article", node, ""),
            head.jurisdiction(),
            from,
            to,
            text(fields, "source", node, head.source()),
            confidence(fields, node),
            both(fields.get("meaning"), "meaning", node)));
  }

  private String disease(Map<String, Node> fields, Node node, Head head) {
    String disease = text(fields, "disease", node, head.disease());
    if (!disease.isEmpty() && !disease.matches(Rule.DISEASE)) {
      problem(
          fields.getOrDefault("disease", node),
          "policy.disease_malformed",
          Map.of("value", cut(disease)));
      return principal == null ? disease : principal.get();
    }
    return disease.isEmpty() && principal != null ? principal.get() : disease;
  }

  private @Nullable Object ruleValue(String key, Map<String, Node> fields, Node rule) {
    Node node = fields.get("value");
    if (node == null) {
      problem(rule, "policy.field_missing", Map.of("field", "value"));
      return null;
    }
    Object value = value(node);
    if (!key.isEmpty() && !RuleKinds.known(key)) {
      problem(fields.getOrDefault("key", rule), "policy.key_unknown", Map.of("value", cut(key)));
    }
    RuleKinds.wanted(key, value)
        .ifPresent(wanted ->
            problem(
                node,
                "policy.value_wrong",
                Map.of("key", key, "value", cut(String.valueOf(value)), "wanted", wanted)));
    return value;
  }

  private @Nullable Object value(Node node) {
    if (node instanceof SequenceNode list) {
      List<Object> values = new ArrayList<>();
      for (Node each : list.getValue()) {
        Object value = each instanceof ScalarNode ? value(each) : null;
        if (value == null) {
          problem(each, "policy.value_shape", Map.of());
        } else {
          values.add(value);
        }
      }
      return List.copyOf(values);
    }
    if (!(node instanceof ScalarNode scalar)) {
      problem(node, "policy.value_shape", Map.of());
      return null;
    }
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    try {
      if (tag.equals(Tag.NULL)) {
        return null;
      }
      if (tag.equals(Tag.BOOL)) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("yes");
      }
      if (tag.equals(Tag.INT)) {
        return Integer.valueOf(text);
      }
      if (tag.equals(Tag.FLOAT) && Double.isFinite(Double.parseDouble(text))) {
        return Double.valueOf(text);
      }
    } catch (NumberFormatException e) {
      problem(node, "policy.value_shape", Map.of());
      return null;
    }
    if (tag.equals(Tag.FLOAT) || !PlainValues.isText(text)) {
      problem(node, "policy.value_shape", Map.of());
      return null;
    }
    return text;
  }

  private Jurisdiction jurisdiction(Map<String, Node> head, Node root) {
    String word = text(head, "jurisdiction", root, "");
    for (Jurisdiction each : Jurisdiction.values()) {
      if (each.name().equals(word)) {
        return each;
      }
    }
    if (!word.isEmpty()) {
      problem(head.get("jurisdiction"), "policy.jurisdiction_unknown", Map.of("value", cut(word)));
    }
    return Jurisdiction.park;
  }

  private Confidence confidence(Map<String, Node> fields, Node rule) {
    String word = text(fields, "confidence", rule, "");
    if (word.equals("verified")) {
      return Confidence.verified;
    }
    if (!word.isEmpty() && !word.equals("unverified")) {
      problem(fields.get("confidence"), "policy.confidence_unknown", Map.of("value", cut(word)));
    }
    return Confidence.unverified;
  }

  private BothLanguages both(@Nullable Node node, String field, Node parent) {
    if (node == null) {
      problem(parent, "policy.field_missing", Map.of("field", field));
      return new BothLanguages("", "");
    }
    Map<String, Node> fields = fields(node, Set.of("zh", "en"));
    return new BothLanguages(text(fields, "zh", node, ""), text(fields, "en", node, ""));
  }

  /** The text of a field; a missing one is a problem unless the file's head gives it. */
  private String text(Map<String, Node> fields, String field, Node parent, String fallback) {
    Node node = fields.get(field);
    if (node instanceof ScalarNode scalar && !PlainValues.isText(scalar.getValue())) {
      problem(node, "policy.value_shape", Map.of());
      return fallback;
    }
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue().strip();
    }
    if (node != null || fallback.isEmpty()) {
      problem(node == null ? parent : node, "policy.field_missing", Map.of("field", field));
    }
    return fallback;
  }

  private @Nullable LocalDate date(
      Map<String, Node> fields,
      String field,
      Node parent,
      @Nullable LocalDate fallback,
      boolean needed) {
    Node node = fields.get(field);
    if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
      if (needed) {
        problem(parent, "policy.field_missing", Map.of("field", field));
      }
      return needed ? LocalDate.EPOCH : node == null ? fallback : null;
    }
    try {
      return PlainValues.day(scalar.getValue());
    } catch (DateTimeException e) {
      problem(node, "policy.date_wrong", Map.of("field", field, "value", cut(scalar.getValue())));
      return fallback == null ? LocalDate.EPOCH : fallback;
    }
  }

  private Map<String, Node> fields(Node node, Set<String> allowed) {
    Map<String, Node> fields = new HashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      problem(node, "policy.not_fields", Map.of());
      return fields;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      if (!allowed.contains(name)) {
        problem(tuple.getKeyNode(), "policy.field_unknown", Map.of("field", cut(name)));
      } else if (fields.put(name, tuple.getValueNode()) != null) {
        problem(tuple.getKeyNode(), "policy.field_repeated", Map.of("field", name));
      }
    }
    return fields;
  }

  private void problem(@Nullable Node node, String code, Map<String, String> values) {
    int line = node == null ? 1 : node.getStartMark().getLine() + 1;
    boolean passes =
        principal != null
            && (FORGIVEN.contains(code)
                || (code.equals("policy.field_missing") && "disease".equals(values.get("field"))));
    dropped += passes && DROPPED.contains(code) ? 1 : 0;
    (passes ? forgiven : problems).add(new EditionProblem(line, code, values));
  }

  private static String cut(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
