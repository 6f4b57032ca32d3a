package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.shouwang.sampling.CustodySteps.Step;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes and reads the steps of custody. */
@Repository
class CustodyStore {

  private static final String INSERT =
      """
      insert into sampling.custody (tube, at, id, recorded_at, step, box, place_id, from_name,
        to_name, temperature, device_id, by_name)
      select tube, at, id, :recorded, step, box, place, from_name, to_name, temperature, device, by
      from unnest(:tubes::text[], :ats::timestamptz[], :ids::uuid[], :steps::text[], :boxes::text[],
        :places::uuid[], :froms::text[], :tos::text[], :temperatures::float8[], :devices::uuid[],
        :names::text[])
        as t(tube, at, id, step, box, place, from_name, to_name, temperature, device, by)
      on conflict do nothing
      """;

  private static final String OF_TUBES =
      "select * from sampling.custody where tube = any(:tubes::text[])";

  private static final String OF_BOXES =
      "select * from sampling.custody where tube = '' and box = any(:boxes::text[])";

  private static final String IN_BOXES =
      """
      select distinct tube from sampling.custody
      where box = any(:boxes::text[]) and step = 'boxed' and tube <> ''
      """;

  private final JdbcClient jdbc;

  CustodyStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(List<Step> steps, Instant recordedAt) {
    jdbc.sql(INSERT)
        .param("recorded", time(recordedAt))
        .param("tubes", texts(steps, Step::tube))
        .param("ats", texts(steps, Step::at))
        .param("ids", texts(steps, Step::id))
        .param("steps", texts(steps, Step::step))
        .param("boxes", texts(steps, Step::box))
        .param("places", texts(steps, Step::place))
        .param("froms", texts(steps, Step::from))
        .param("tos", texts(steps, Step::to))
        .param("temperatures", texts(steps, Step::temperature))
        .param("devices", texts(steps, Step::device))
        .param("names", texts(steps, Step::by))
        .update();
  }

  List<Step> ofTubes(Collection<String> tubes) {
    return tubes.isEmpty()
        ? List.of()
        : list(jdbc.sql(OF_TUBES).param("tubes", texts(tubes, it -> it)));
  }

  List<Step> ofBoxes(Collection<String> boxes) {
    return boxes.isEmpty()
        ? List.of()
        : list(jdbc.sql(OF_BOXES).param("boxes", texts(boxes, it -> it)));
  }

  /** Tubes that were ever put into the boxes. */
  List<String> inBoxes(Collection<String> boxes) {
    return boxes.isEmpty()
        ? List.of()
        : jdbc.sql(IN_BOXES).param("boxes", texts(boxes, it -> it)).query(String.class).list();
  }

  private static List<Step> list(JdbcClient.StatementSpec query) {
    return query
        .query((row, n) ->
            new Step(
                row.getString("tube"),
                row.getTimestamp("at").toInstant(),
                row.getObject("id", UUID.class),
                row.getString("step"),
                row.getString("box"),
                row.getObject("place_id", UUID.class),
                row.getString("from_name"),
                row.getString("to_name"),
                row.getObject("temperature", Double.class),
                row.getObject("device_id", UUID.class),
                row.getString("by_name")))
        .list();
  }
}
