package org.shouwang.reports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps documents. */
@Repository
class DocumentStore {

  private static final String COLUMNS =
      """
      select d.id, d.kind, d.unit_id, d.day, d.number, d.language, d.template_id, d.title, d.texts,
             d.state, d.made_at, d.made_by, d.corrects, d.reason, d.signed_at, d.signed_by,
             d.figures, d.digest, d.version, c.id as corrected_by
      from reports.document d left join reports.document c on c.corrects = d.id
      """;

  /** The next number of the year: the database refuses it to the slower of two. */
  private static final String INSERT =
      """
      insert into reports.document (id, kind, unit_id, day, number, language, template_id, title,
        texts, made_at, made_by, corrects, reason)
      values (:id, :kind, :unit, :day,
        coalesce(:number::int, 1 + coalesce((select max(number) from reports.document
          where kind = :kind and unit_id is not distinct from :unit::uuid
            and extract(year from day) = extract(year from :day::date) and corrects is null), 0)),
        :language, :template, :title, :texts, :at, :by, :corrects, :reason)
      on conflict do nothing
      """;

  private static final String ONE = COLUMNS + "where d.id = :id";

  private static final String LIST =
      """
      with recursive scope as (
        select id from people.unit_ref where id = any(:units::uuid[])
        union
        select u.id from people.unit_ref u join scope s on u.parent_id = s.id
      )
      """
          + COLUMNS
          + """
          where (:everywhere or d.unit_id in (select id from scope))
            and (:kind::text is null or d.kind = :kind)
            and (:state::text is null or d.state = :state)
            and (d.day, d.id) < (:before::date, :beforeId::uuid)
          order by d.day desc, d.id desc
          limit :limit
          """;

  private static final String CHANGE =
      """
      update reports.document set title = :title, texts = :texts, version = version + 1
      where id = :id and state = 'draft' and version = :version
      """;

  private static final String SIGN =
      """
      update reports.document
      set state = 'signed', signed_at = :at, signed_by = :by, figures = :figures, html = :html,
          docx = :docx, pdf = :pdf, digest = :digest, version = version + 1
      where id = :id and state = 'draft' and version = :version
      """;

  private static final String FILES =
      "select html, docx, pdf from reports.document where id = :id and state = 'signed'";

  private final JdbcClient jdbc;

  DocumentStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A document without its files.
   *
   * @param texts JSON
   * @param figures JSON, as signed
   */
  record Document(
      UUID id,
      DocumentKind kind,
      @Nullable UUID unit,
      LocalDate day,
      int number,
      String language,
      @Nullable UUID template,
      String title,
      String texts,
      boolean signed,
      Instant madeAt,
      String madeBy,
      @Nullable UUID corrects,
      @Nullable String reason,
      @Nullable Instant signedAt,
      @Nullable String signedBy,
      @Nullable String figures,
      @Nullable String digest,
      int version,
      @Nullable UUID correctedBy) {}

  /** What a signed document is kept as. */
  record Files(String html, byte[] docx, byte[] pdf) {}

  /** A signature. */
  record Signature(
      UUID id, int version, Instant at, String by, String figures, Files files, String digest) {}

  /** False when there is such a one already, or somebody took the number at the same time. */
  boolean insert(Document document, @Nullable Integer number) {
    return jdbc.sql(INSERT)
            .param("id", document.id())
            .param("kind", document.kind().key())
            .param("unit", document.unit())
            .param("day", document.day())
            .param("number", number)
            .param("language", document.language())
            .param("template", document.template())
            .param("title", document.title())
            .param("texts", document.texts())
            .param("at", document.madeAt().atOffset(ZoneOffset.UTC))
            .param("by", document.madeBy())
            .param("corrects", document.corrects())
            .param("reason", document.reason())
            .update()
        == 1;
  }

  Optional<Document> find(UUID id) {
    return jdbc.sql(ONE).param("id", id).query((row, n) -> document(row)).optional();
  }

  /** Which ones, newest day first, from before a key. */
  record Wanted(
      @Nullable DocumentKind kind,
      @Nullable String state,
      LocalDate before,
      UUID beforeId,
      int limit) {}

  List<Document> list(Wanted wanted, Scope scope) {
    DocumentKind kind = wanted.kind();
    return jdbc.sql(LIST)
        .param("units", scope.units().stream().map(UUID::toString).toArray(String[]::new))
        .param("everywhere", scope.everywhere())
        .param("kind", kind == null ? null : kind.key())
        .param("state", wanted.state())
        .param("before", wanted.before())
        .param("beforeId", wanted.beforeId())
        .param("limit", wanted.limit())
        .query((row, n) -> document(row))
        .list();
  }

  boolean change(UUID id, int version, String title, String texts) {
    return jdbc.sql(CHANGE)
            .param("title", title)
            .param("texts", texts)
            .param("id", id)
            .param("version", version)
            .update()
        == 1;
  }

  boolean sign(Signature signature) {
    return jdbc.sql(SIGN)
            .param("at", signature.at().atOffset(ZoneOffset.UTC))
            .param("by", signature.by())
            .param("figures", signature.figures())
            .param("html", signature.files().html())
            .param("docx", signature.files().docx())
            .param("pdf", signature.files().pdf())
            .param("digest", signature.digest())
            .param("id", signature.id())
            .param("version", signature.version())
            .update()
        == 1;
  }

  Optional<Files> files(UUID id) {
    return jdbc.sql(FILES)
        .param("id", id)
        .query(
            (row, n) -> new Files(row.getString("html"), row.getBytes("docx"), row.getBytes("pdf")))
        .optional();
  }

  private static Document document(ResultSet row) throws SQLException {
    Timestamp signed = row.getTimestamp("signed_at");
    return new Document(
        row.getObject("id", UUID.class),
        DocumentKind.of(row.getString("kind")),
        row.getObject("unit_id", UUID.class),
        row.getObject("day", LocalDate.class),
        row.getInt("number"),
        row.getString("language"),
        row.getObject("template_id", UUID.class),
        row.getString("title"),
        row.getString("texts"),
        row.getString("state").equals("signed"),
        row.getTimestamp("made_at").toInstant(),
        row.getString("made_by"),
        row.getObject("corrects", UUID.class),
        row.getString("reason"),
        signed == null ? null : signed.toInstant(),
        row.getString("signed_by"),
        row.getString("figures"),
        row.getString("digest"),
        row.getInt("version"),
        row.getObject("corrected_by", UUID.class));
  }
}
