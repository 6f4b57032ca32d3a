package org.shouwang.command;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes directives and their tasks. */
@Repository
class TaskStore {

  private static final String ISSUE =
      """
      insert into command.directive (id, upstream_id, feedback_id, title, body, issued_at,
        issued_by, issued_for)
      values (:id, :upstream::uuid, :feedback::uuid, :title, :body, :now, :by, :for::text)
      on conflict (feedback_id) do nothing
      """;

  private static final String MAKE =
      """
      insert into command.task (id, directive_id, parent_id, unit_id, body, evidence, file_needed,
        state, made_at, state_at)
      select t.id::uuid, :directive, :parent::uuid, t.unit::uuid, :body, t.evidence,
        t.file_needed::boolean, 'issued', :now, :now
      from unnest(:ids::text[], :units::text[], :evidences::text[], :files::text[])
        as t(id, unit, evidence, file_needed)
      on conflict do nothing
      returning id
      """;

  private static final String LOCK = "select id from command.task where id = :id for update";

  private static final String ACKNOWLEDGE =
      """
      update command.task
      set state = 'acknowledged', acknowledged_at = :now, acknowledged_by = :by,
          acknowledged_for = :for::text, state_at = :now
      where id = :id and state = 'issued'
      """;

  private static final String PROGRESS =
      "update command.task set percent = coalesce(:percent::smallint, percent) where id = :id";

  private static final String MOVE =
      """
      update command.task
      set state = :to, state_at = :now, round = round + :rounds,
          percent = case when :to = 'reported' then 100 else percent end
      where id = :id and state = any(:from::text[])
      """;

  private static final String SHOWN =
      """
      select exists (
        select from command.act where subject_id = :id and file_id is not null)
      """;

  private final JdbcClient jdbc;

  TaskStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A directive to be kept. */
  record NewDirective(
      UUID id,
      @Nullable UUID upstream,
      @Nullable UUID feedback,
      String title,
      String body,
      Signed by,
      Instant at) {}

  /** A task to be made; when its duty ends is the duty's. */
  record NewTask(UUID id, UUID unit, String evidence, boolean fileNeeded, Instant dueAt) {}

  /**
   * Keeps a directive.
   *
   * @return false when one was made from the same feedback before
   */
  boolean issue(NewDirective directive) {
    return jdbc.sql(ISSUE)
            .param("id", directive.id())
            .param("upstream", directive.upstream())
            .param("feedback", directive.feedback())
            .param("title", directive.title())
            .param("body", directive.body())
            .param("now", time(directive.at()))
            .param("by", directive.by().name())
            .param("for", directive.by().onBehalfOf())
            .update()
        == 1;
  }

  /**
   * Makes tasks; a unit that has one of the same parent keeps it.
   *
   * @return ids of those that are new
   */
  Set<UUID> make(
      UUID directive, @Nullable UUID parent, String body, List<NewTask> tasks, Instant now) {
    return new HashSet<>(
        jdbc.sql(MAKE)
            .param("directive", directive)
            .param("parent", parent)
            .param("body", body)
            .param("now", time(now))
            .param("ids", texts(tasks, NewTask::id))
            .param("units", texts(tasks, NewTask::unit))
            .param("evidences", texts(tasks, NewTask::evidence))
            .param("files", texts(tasks, NewTask::fileNeeded))
            .query(UUID.class)
            .list());
  }

  /** Holds a task until the transaction's end: of two acts at once, one comes first. */
  void lock(UUID id) {
    jdbc.sql(LOCK).param("id", id).query(UUID.class).optional();
  }

  boolean acknowledge(UUID id, Signed by, Instant now) {
    return jdbc.sql(ACKNOWLEDGE)
            .param("id", id)
            .param("now", time(now))
            .param("by", by.name())
            .param("for", by.onBehalfOf())
            .update()
        == 1;
  }

  void progress(UUID id, @Nullable Integer percent) {
    jdbc.sql(PROGRESS).param("id", id).param("percent", percent).update();
  }

  /**
   * Moves a task to another state.
   *
   * @param newRound whether it is to be done once more
   */
  boolean move(UUID id, Set<TaskState> from, TaskState to, boolean newRound, Instant now) {
    return jdbc.sql(MOVE)
            .param("id", id)
            .param("from", texts(from, TaskState::key))
            .param("to", to.key())
            .param("rounds", newRound ? 1 : 0)
            .param("now", time(now))
            .update()
        == 1;
  }

  /** Whether a file was ever handed in for the task. */
  boolean hasFile(UUID id) {
    return jdbc.sql(SHOWN).param("id", id).query(Boolean.class).single();
  }
}
