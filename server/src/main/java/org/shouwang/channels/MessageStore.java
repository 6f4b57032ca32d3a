package org.shouwang.channels;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.shouwang.clock.WorldClock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.ObjectMapper;

/** Takes messages and lays out their deliveries, many in one statement. */
@Repository
class MessageStore {

  /** A robot of all serves units, a gateway of all serves persons: each who has none of its own. */
  private static final String TAKE =
      """
      with given as (
        select * from unnest(:ids::uuid[], :keys::text[], :kinds::text[], :tos::uuid[],
                             :texts::text[], :args::text[], :links::text[], :causes::uuid[])
                 as g(id, key, to_kind, to_id, text, args, link, cause)),
      won as (
        insert into channels.message
          (id, key, to_kind, to_id, text, args, link, cause, at, created_at, routed)
        select g.id, g.key, g.to_kind, g.to_id, g.text, g.args::jsonb, g.link, g.cause,
               :at, :now, g.to_kind <> 'person' or exists (
                 select 1 from channels.route r
                 where r.enabled and r.removed_at is null and r.channel = 'sms'
                   and (r.to_kind is null or (r.to_kind = 'person' and r.to_id = g.to_id)))
        from given g order by g.key
        on conflict (key) do nothing
        returning id, to_kind, to_id),
      own as (
        select w.id as message_id, r.id as route_id, r.channel
        from won w
        join channels.route r on r.to_kind = w.to_kind and r.to_id = w.to_id
        where r.enabled and r.removed_at is null),
      shared as (
        select w.id as message_id, r.id as route_id, r.channel
        from won w
        join channels.route r
          on r.to_kind is null and r.enabled and r.removed_at is null
             and ((w.to_kind = 'unit' and r.channel <> 'sms')
               or (w.to_kind = 'person' and r.channel = 'sms'))
        where not exists (
          select 1 from own o where o.message_id = w.id and o.channel = r.channel)),
      inbox as (
        insert into channels.delivery
          (id, message_id, channel, state, next_at, waiting_since, delivered_at)
        select uuidv7(), id, 'app', 'delivered', :now, :now, :now
        from won where to_kind <> 'person'),
      outside as (
        insert into channels.delivery
          (id, message_id, channel, route_id, state, next_at, waiting_since)
        select uuidv7(), message_id, channel, route_id, 'waiting', :now, :now
        from (select * from own union all select * from shared) leads)
      select count(*) from won
      """;

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final WorldClock world;
  private final Clock wall;

  MessageStore(JdbcClient jdbc, ObjectMapper json, WorldClock world, Clock wall) {
    this.jdbc = jdbc;
    this.json = json;
    this.world = world;
    this.wall = wall;
  }

  int take(List<Message> messages) {
    if (messages.isEmpty()) {
      return 0;
    }
    return jdbc.sql(TAKE)
        .param("ids", array("uuid", messages, message -> UuidCreator.getTimeOrderedEpoch()))
        .param("keys", array("text", messages, Message::key))
        .param(
            "kinds",
            array("text", messages, message -> message.to().kind().name().toLowerCase(Locale.ROOT)))
        .param("tos", array("uuid", messages, message -> message.to().id()))
        .param("texts", array("text", messages, Message::text))
        .param(
            "args", array("text", messages, message -> json.writeValueAsString(message.values())))
        .param("links", array("text", messages, Message::link))
        .param("causes", array("uuid", messages, Message::cause))
        .param("at", world.now().atOffset(ZoneOffset.UTC))
        .param("now", wall.instant().atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }

  private static SqlArrayValue array(
      String type,
      List<Message> messages,
      Function<Message, ? extends @org.jspecify.annotations.Nullable Object> part) {
    return new SqlArrayValue(type, messages.stream().map(part).toArray());
  }
}
