package org.shouwang.policy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Problems;
import org.shouwang.web.Refused;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Rules over HTTP. */
@RestController
@RequestMapping("/api/v1/policy")
class PolicyController {

  private final Policy policy;
  private final EditionShelf shelf;
  private final Problems problems;
  private final WorldClock world;

  PolicyController(Policy policy, EditionShelf shelf, Problems problems, WorldClock world) {
    this.policy = policy;
    this.shelf = shelf;
    this.problems = problems;
    this.world = world;
  }

  /**
   * The rules in force.
   *
   * @param at when; absent: now
   * @param rulesOf as they would be if the park went over to this day's rules at that time
   * @param disease for which disease; absent: the principal one
   */
  @GetMapping("/in-force")
  @Access(value = Permission.POLICY_READ, within = Within.PARK)
  PolicyView.Rules inForce(
      @RequestParam(required = false) @Nullable Instant at,
      @RequestParam(required = false) @Nullable LocalDate rulesOf,
      @RequestParam(required = false) @Nullable String disease) {
    Instant when = at == null ? world.now() : at;
    Editions books = rulesOf == null ? policy : policy.tried(when, rulesOf, null);
    if (disease != null) {
      books = books.of(policy.disease(disease));
    }
    return PolicyView.of(books.inForce(when), when);
  }

  /**
   * The diseases that some edition has rules for, the principal one first. Also for whoever looks
   * after people in isolation: their orders say of which disease.
   */
  @GetMapping("/diseases")
  @Access(
      value = {Permission.POLICY_READ, Permission.ISOLATION_READ},
      within = Within.PARK)
  List<PolicyView.Disease> diseases() {
    Instant now = world.now();
    String principal = policy.principal(now);
    return policy.diseases().stream()
        .map(key -> PolicyView.disease(key, policy.of(key).inForce(now), key.equals(principal)))
        .sorted(Comparator.comparing(PolicyView.Disease::principal).reversed())
        .toList();
  }

  @GetMapping("/editions")
  @Access(value = Permission.POLICY_READ, within = Within.PARK)
  List<PolicyView.Listed> editions() {
    Map<String, PolicyStore.Upload> uploads =
        policy.uploads().stream()
            .collect(Collectors.toMap(PolicyStore.Upload::edition, Function.identity()));
    return policy.editions().stream()
        .map(edition -> PolicyView.listed(edition, uploads.get(edition.id())))
        .toList();
  }

  @GetMapping("/snapshots/{id}")
  @Access(value = Permission.POLICY_READ, within = Within.PARK)
  ResponseEntity<String> snapshot(@PathVariable String id) {
    String content =
        policy
            .snapshot(id)
            .orElseThrow(() -> Refused.notFound("policy.snapshot_unknown").value(id));
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(content);
  }

  @PostMapping("/check")
  @Access(value = Permission.POLICY_MANAGE, within = Within.PARK)
  List<PolicyView.BadLine> check(@RequestParam MultipartFile file, Locale locale)
      throws IOException {
    return badLines(EditionReader.read(text(file)).problems(), locale);
  }

  @PostMapping("/editions")
  @Access(value = Permission.POLICY_MANAGE, within = Within.PARK)
  ResponseEntity<?> upload(@RequestParam MultipartFile file, Caller caller, Locale locale)
      throws IOException {
    String text = text(file);
    EditionReader.Result result = EditionReader.read(text);
    Edition edition = result.edition();
    if (edition == null) {
      return bad(file, result.problems(), locale);
    }
    policy.upload(edition, text, caller);
    return ResponseEntity.status(201).body(PolicyView.listed(edition, null));
  }

  private ResponseEntity<ProblemDetail> bad(
      MultipartFile file, List<EditionProblem> found, Locale locale) {
    EditionProblem first = found.getFirst();
    ProblemDetail problem =
        problems.of(
            422,
            "policy.file_bad",
            Map.of(
                "file", name(file),
                "line", first.line(),
                "reason", shelf.reason(first, locale),
                "count", found.size()),
            locale);
    problem.setProperty("errors", badLines(found, locale));
    return ResponseEntity.status(422).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
  }

  private List<PolicyView.BadLine> badLines(List<EditionProblem> found, Locale locale) {
    return found.stream()
        .map(problem ->
            new PolicyView.BadLine(problem.line(), problem.code(), shelf.reason(problem, locale)))
        .toList();
  }

  private static String name(MultipartFile file) {
    String name = file.getOriginalFilename();
    return name == null ? "" : name;
  }

  private static String text(MultipartFile file) throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(file.getBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw Refused.invalid("policy.not_utf8").field("file").value(name(file));
    }
  }
}
