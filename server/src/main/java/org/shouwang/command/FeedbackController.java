package org.shouwang.command;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Messages;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Makes what a unit answered a task, with one click. */
@RestController
@RequestMapping("/api/v1/command/feedback")
class FeedbackController {

  /** Deadline unless one is given. */
  private static final Duration A_DAY = Duration.ofDays(1);

  private final Directives directives;
  private final DirectiveBoard directiveBoard;
  private final DirectiveController shown;
  private final NoticeBoard board;
  private final Signatures signatures;
  private final Acts acts;
  private final Messages messages;
  private final WorldClock world;

  FeedbackController(
      Directives directives,
      DirectiveBoard directiveBoard,
      DirectiveController shown,
      NoticeBoard board,
      Signatures signatures,
      Acts acts,
      Messages messages,
      WorldClock world) {
    this.directives = directives;
    this.directiveBoard = directiveBoard;
    this.shown = shown;
    this.board = board;
    this.signatures = signatures;
    this.acts = acts;
    this.messages = messages;
    this.world = world;
  }

  /** What the task shall be; all may be left out: then the unit does what it said, in a day. */
  record Making(
      @Nullable String title,
      @Nullable String text,
      @Nullable List<UUID> units,
      @Nullable Instant dueAt,
      @Nullable String evidence,
      @Nullable Boolean fileNeeded,
      @Nullable UUID onBehalfOf) {}

  @PostMapping("/{id}/task")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  @Transactional
  DirectiveController.DirectiveFile task(
      @PathVariable UUID id, @RequestBody Making body, Caller caller, Locale locale) {
    Signature by = signatures.of(caller, body.onBehalfOf(), Permission.COMMAND_DIRECT);
    NoticeBoard.Feedback feedback =
        board
            .oneFeedback(id, signatures.sight(caller))
            .orElseThrow(() -> Refused.notFound("command.feedback_unknown").field("id").value(id));
    UUID directive = directives.issue(draft(feedback, body, locale), by);
    if (directive == null) {
      throw Refused.conflict("command.feedback_used")
          .field("id")
          .value(directiveBoard.ofFeedback(id).orElse(""));
    }
    acts.record(
        by,
        Act.of("notice", feedback.noticeId(), feedback.noticeId(), "feedback_made_task")
            .at(feedback.unit().id()),
        Map.of("feedback", id, "directive", directive));
    return shown.get(directive, caller);
  }

  private Directives.Draft draft(NoticeBoard.Feedback feedback, Making body, Locale locale) {
    String unit = feedback.unit().name();
    return new Directives.Draft(
        body.title() == null
            ? messages.text(locale, "command.feedback_task.title", Map.of("unit", unit))
            : body.title(),
        body.text() == null ? feedback.text() : body.text(),
        null,
        feedback.id(),
        body.units() == null ? List.of(feedback.unit().id()) : body.units(),
        body.dueAt() == null ? world.now().plus(A_DAY) : body.dueAt(),
        body.evidence() == null
            ? messages.text(locale, "command.feedback_task.evidence", Map.of())
            : body.evidence(),
        Boolean.TRUE.equals(body.fileNeeded()),
        List.of());
  }
}
