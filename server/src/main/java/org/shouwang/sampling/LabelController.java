package org.shouwang.sampling;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Issues codes for tubes that come without a laboratory's label, to be printed and stuck on. */
@RestController
@RequestMapping("/api/v1/sampling/labels")
class LabelController {

  /** Ten sheets of 65. */
  static final int MOST = 650;

  private final LabelStore labels;
  private final Audit audit;

  LabelController(LabelStore labels, Audit audit) {
    this.labels = labels;
    this.audit = audit;
  }

  /**
   * How many are wanted.
   *
   * @param count 1 to {@link #MOST}
   */
  record Wanted(@Nullable Integer count) {}

  /** Codes that nobody was given before, in the order in which they are printed. */
  record Labels(List<String> codes) {}

  /**
   * Issues new codes.
   *
   * @throws Refused 422 {@code sampling.label_count}
   */
  @PostMapping
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  @Transactional
  Labels issue(@RequestBody Wanted body, Caller caller) {
    Integer count = body.count();
    if (count == null || count < 1 || count > MOST) {
      throw Refused.invalid("sampling.label_count")
          .field("count")
          .value(count == null ? "" : count)
          .with("limit", MOST);
    }
    List<String> codes = labels.next(count).stream().map(TubeCode::issued).toList();
    audit.record(
        caller.actor(),
        "sampling.labels_issued",
        null,
        Map.of("first", codes.getFirst(), "last", codes.getLast(), "count", count));
    return new Labels(codes);
  }
}
