package org.shouwang.duties;

import static org.shouwang.storage.Columns.texts;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Ladders that duties climb. */
@Repository
class LadderStore {

  private static final String REPLACE =
      """
      with given as (
        select * from unnest(:ladders::text[], :steps::int[], :ats::time[], :afters::int[],
                             :tolds::text[]) as g (ladder, step, at_time, after, told)),
      gone as (
        delete from duties.ladder_step s
        where s.ladder in (select ladder from given)
          and not exists (select from given g where g.ladder = s.ladder and g.step = s.step))
      insert into duties.ladder_step (ladder, step, at_time, after, told)
      select ladder, step, at_time, make_interval(mins => after), told from given
      on conflict (ladder, step) do update
        set at_time = excluded.at_time, after = excluded.after, told = excluded.told
      """;

  private final JdbcClient jdbc;

  LadderStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** All steps of the ladders that these are of. */
  void replace(List<Ladders.Step> steps) {
    jdbc.sql(REPLACE)
        .param("ladders", texts(steps, Ladders.Step::ladder))
        .param("steps", texts(steps, Ladders.Step::step))
        .param("ats", texts(steps, Ladders.Step::at))
        .param("afters", texts(steps, Ladders.Step::after))
        .param("tolds", texts(steps, Ladders.Step::told))
        .update();
  }
}
