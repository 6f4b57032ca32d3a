package org.shouwang.isolation;

import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Caller;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Signed papers about orders as rows. Callers have seen the order. */
@Repository
class SignedNoticeStore {

  private static final String FIELDS =
      """
      id, order_id, kind, name, type, size, digest, kept_at, by_name, destroyed_at, destroyed_by, why
      """;

  private static final String INSERT =
      """
      insert into isolation.signed_notice (id, order_id, kind, name, type, size, digest, content,
        kept_at, by_id, by_name)
      values (:id, :order, :kind, :name, :type, :size, :digest, :content, :at, :by, :byName)
      on conflict (id) do nothing
      """;

  private static final String OF =
      "select "
          + FIELDS
          + " from isolation.signed_notice where order_id = :order order by kept_at desc, id limit 200";

  private static final String ONE =
      "select " + FIELDS + " from isolation.signed_notice where order_id = :order and id = :id";

  private static final String CONTENT =
      "select content from isolation.signed_notice where order_id = :order and id = :id";

  private static final String DESTROY =
      """
      update isolation.signed_notice
      set content = null, destroyed_at = :at, destroyed_by = :by, why = :why
      where order_id = :order and id = :id and content is not null
      """;

  private static final String COUNT =
      "select count(*) from isolation.signed_notice where order_id = :order";

  private final JdbcClient jdbc;

  SignedNoticeStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A signed paper, without what is in it.
   *
   * @param kind order, release
   * @param digest keyed digest in hexadecimal
   * @param destroyedAt since when there is nothing in it any more
   */
  record Signed(
      UUID id,
      UUID orderId,
      String kind,
      String name,
      String type,
      int size,
      String digest,
      Instant keptAt,
      String by,
      @Nullable Instant destroyedAt,
      @Nullable String destroyedBy,
      @Nullable String why) {}

  /** Returns false when the id is known already. */
  boolean keep(Signed signed, byte[] sealed, Caller by) {
    return jdbc.sql(INSERT)
            .param("id", signed.id())
            .param("order", signed.orderId())
            .param("kind", signed.kind())
            .param("name", signed.name())
            .param("type", signed.type())
            .param("size", signed.size())
            .param("digest", HexFormat.of().parseHex(signed.digest()))
            .param("content", sealed)
            .param("at", time(signed.keptAt()))
            .param("by", by.id())
            .param("byName", by.name())
            .update()
        == 1;
  }

  int count(UUID order) {
    return jdbc.sql(COUNT).param("order", order).query(Integer.class).single();
  }

  /** The newest first. */
  List<Signed> of(UUID order) {
    return jdbc.sql(OF).param("order", order).query((row, n) -> signed(row)).list();
  }

  Optional<Signed> one(UUID order, UUID id) {
    return jdbc.sql(ONE)
        .param("order", order)
        .param("id", id)
        .query((row, n) -> signed(row))
        .optional();
  }

  /** What is in it, sealed; none: destroyed. */
  Optional<byte[]> content(UUID order, UUID id) {
    return jdbc.sql(CONTENT)
        .param("order", order)
        .param("id", id)
        .query((row, n) -> Optional.ofNullable(row.getBytes(1)))
        .single();
  }

  /** Returns false when nothing was in it any more. */
  boolean destroy(UUID order, UUID id, String why, String by, Instant at) {
    return jdbc.sql(DESTROY)
            .param("order", order)
            .param("id", id)
            .param("why", why)
            .param("by", by)
            .param("at", time(at))
            .update()
        == 1;
  }

  private static Signed signed(ResultSet row) throws SQLException {
    java.sql.Timestamp destroyed = row.getTimestamp("destroyed_at");
    return new Signed(
        row.getObject("id", UUID.class),
        row.getObject("order_id", UUID.class),
        row.getString("kind"),
        row.getString("name"),
        row.getString("type"),
        row.getInt("size"),
        HexFormat.of().formatHex(row.getBytes("digest")),
        row.getTimestamp("kept_at").toInstant(),
        row.getString("by_name"),
        destroyed == null ? null : destroyed.toInstant(),
        row.getString("destroyed_by"),
        row.getString("why"));
  }
}
