package org.shouwang.enquiries;

import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.enquiries.Letter.Match;
import org.shouwang.enquiries.Letter.Outcome;
import org.shouwang.enquiries.Letter.State;
import org.shouwang.vault.Masks;
import org.shouwang.vault.Vault;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps letters and whom they ask after; their numbers sealed. */
@Repository
class LetterStore {

  private static final String ADD =
      """
      insert into enquiries.letter (id, number, sender, received_at, due_at, question, by_name,
        recorded_at, state)
      values (:id, :number, :sender, :received, :due, :question, :by, :recorded, 'open')
      on conflict do nothing
      """;

  private static final String ASK =
      """
      insert into enquiries.asked (letter_id, line, name, document, phone, hint, match, person_id)
      values (:letter, :line, :name, :document, :phone, :hint, :match, :person)
      """;

  private static final String COLUMNS =
      """
      select id, number, sender, received_at, due_at, question, by_name, state, ended_at, ended_by,
             answer, answer_document, why
      from enquiries.letter
      """;

  private static final String LIST =
      COLUMNS
          + """
          where (:state::text is null or state = :state)
            and (received_at, id) < (:at::timestamptz, :after::uuid)
          order by received_at desc, id desc limit :limit
          """;

  private static final String ASKED =
      """
      select line, name, document, phone, hint, match, person_id, outcome, note, by_name, at
      from enquiries.asked where letter_id = :letter order by line
      """;

  private static final String FOUND =
      """
      update enquiries.asked
      set outcome = :outcome, note = :note, person_id = :person, by_name = :by, at = :at
      where letter_id = :letter and line = :line
      """;

  private static final String END =
      """
      update enquiries.letter
      set state = :state, ended_at = :at, ended_by = :by, answer = :answer,
        answer_document = :document, why = :why
      where id = :id
      """;

  private final JdbcClient jdbc;
  private final Vault vault;

  LetterStore(JdbcClient jdbc, Vault vault) {
    this.jdbc = jdbc;
    this.vault = vault;
  }

  /** Whom a letter asks after, as it is taken in. */
  record Line(
      int line,
      @Nullable String name,
      @Nullable String document,
      @Nullable String phone,
      @Nullable String hint,
      Match match,
      @Nullable UUID person) {

    @Override
    public String toString() {
      return "Line " + line; // never into a log
    }
  }

  /** Returns whether it is new: neither its id nor its number of this sender was known. */
  boolean add(Letter letter, Instant recorded) {
    return jdbc.sql(ADD)
            .param("id", letter.id())
            .param("number", letter.number())
            .param("sender", letter.sender())
            .param("received", time(letter.receivedAt()))
            .param("due", time(letter.dueAt()))
            .param("question", letter.question())
            .param("by", letter.by())
            .param("recorded", time(recorded))
            .update()
        == 1;
  }

  void ask(UUID letter, List<Line> lines) {
    for (Line each : lines) {
      jdbc.sql(ASK)
          .param("letter", letter)
          .param("line", each.line())
          .param("name", each.name())
          .param("document", sealed(each.document(), context(letter, each.line(), "document")))
          .param("phone", sealed(each.phone(), context(letter, each.line(), "phone")))
          .param("hint", each.hint())
          .param("match", each.match().key())
          .param("person", each.person())
          .update();
    }
  }

  private byte @Nullable [] sealed(@Nullable String number, String context) {
    return number == null ? null : vault.seal(number, context);
  }

  private static String context(UUID letter, int line, String what) {
    return "enquiry:" + letter + ":" + line + ":" + what;
  }

  Optional<Letter> one(UUID id) {
    return jdbc.sql(COLUMNS + " where id = :id")
        .param("id", id)
        .query(LetterStore::letter)
        .optional();
  }

  /** The same, held until the transaction ends. */
  Optional<Letter> lock(UUID id) {
    return jdbc.sql(COLUMNS + " where id = :id for update")
        .param("id", id)
        .query(LetterStore::letter)
        .optional();
  }

  /** The newest first. */
  List<Letter> list(@Nullable State state, TimeKeys after, int limit) {
    return jdbc.sql(LIST)
        .param("state", state == null ? null : state.key())
        .param("at", time(after.at()))
        .param("after", after.id())
        .param("limit", limit)
        .query(LetterStore::letter)
        .list();
  }

  List<Asked> asked(UUID letter) {
    return jdbc.sql(ASKED)
        .param("letter", letter)
        .query((row, number) -> asked(letter, row))
        .list();
  }

  void found(
      UUID letter,
      int line,
      Outcome outcome,
      @Nullable UUID person,
      @Nullable String note,
      String by,
      Instant at) {
    jdbc.sql(FOUND)
        .param("letter", letter)
        .param("line", line)
        .param("outcome", outcome.key())
        .param("person", person)
        .param("note", note)
        .param("by", by)
        .param("at", time(at))
        .update();
  }

  void end(Letter ended) {
    jdbc.sql(END)
        .param("id", ended.id())
        .param("state", ended.state().key())
        .param("at", time(Objects.requireNonNull(ended.endedAt())))
        .param("by", ended.endedBy())
        .param("answer", ended.answer())
        .param("document", ended.answerDocument())
        .param("why", ended.why())
        .update();
  }

  private static Letter letter(ResultSet row, int number) throws SQLException {
    return new Letter(
        row.getObject("id", UUID.class),
        row.getString("number"),
        row.getString("sender"),
        Objects.requireNonNull(instant(row, "received_at")),
        Objects.requireNonNull(instant(row, "due_at")),
        row.getString("question"),
        row.getString("by_name"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        instant(row, "ended_at"),
        row.getString("ended_by"),
        row.getString("answer"),
        row.getString("answer_document"),
        row.getString("why"));
  }

  private Asked asked(UUID letter, ResultSet row) throws SQLException {
    int line = row.getInt("line");
    byte[] document = row.getBytes("document");
    byte[] phone = row.getBytes("phone");
    return new Asked(
        line,
        row.getString("name"),
        document == null
            ? null
            : vault.masked(document, context(letter, line, "document"), Masks::document),
        phone == null ? null : vault.masked(phone, context(letter, line, "phone"), Masks::phone),
        row.getString("hint"),
        Match.valueOf(row.getString("match").toUpperCase(Locale.ROOT)),
        row.getObject("person_id", UUID.class),
        Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
        row.getString("note"),
        row.getString("by_name"),
        instant(row, "at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
