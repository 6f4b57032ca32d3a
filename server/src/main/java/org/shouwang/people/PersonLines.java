package org.shouwang.people;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.people.PersonLineBoard.Row;
import org.shouwang.vault.Opening;
import org.shouwang.vault.Vault;
import org.shouwang.vault.Vault.Sealed;
import org.springframework.stereotype.Service;

/**
 * People as lines of lists that leave the system: masked, or whole for a purpose that somebody
 * approved, which is written into the log.
 */
@Service
public class PersonLines {

  private final PersonLineBoard board;
  private final PersonNumbers numbers;
  private final Vault vault;

  PersonLines(PersonLineBoard board, PersonNumbers numbers, Vault vault) {
    this.board = board;
    this.numbers = numbers;
    this.vault = vault;
  }

  /**
   * A person.
   *
   * @param sex male, female
   * @param documentType a type's key
   */
  public record PersonLine(
      UUID id,
      @Nullable String name,
      @Nullable String sex,
      @Nullable LocalDate birthDate,
      @Nullable UUID unitId,
      @Nullable String unitName,
      @Nullable String documentType,
      @Nullable String document,
      @Nullable String phone) {

    @Override
    public String toString() {
      return "PersonLine[" + id + "]"; // never into a log
    }
  }

  /** Persons with their first document and phone, masked. */
  public Map<UUID, PersonLine> masked(Collection<UUID> ids) {
    Map<UUID, PersonLine> lines = new HashMap<>();
    for (Row row : rows(ids)) {
      lines.put(
          row.id(),
          line(
              row,
              numbers.maskedDocument(row.documentKey(), row.document()),
              numbers.maskedPhone(row.phoneKey(), row.phone())));
    }
    return lines;
  }

  /** The same with whole numbers; the opening is logged once, with how many. */
  public Map<UUID, PersonLine> whole(Collection<UUID> ids, Opening opening) {
    List<Row> rows = rows(ids);
    List<Sealed> sealed = new ArrayList<>();
    for (Row row : rows) {
      if (row.documentKey() != null && row.document() != null) {
        sealed.add(numbers.sealedDocument(row.documentKey(), row.document()));
      }
      if (row.phoneKey() != null && row.phone() != null) {
        sealed.add(numbers.sealedPhone(row.phoneKey(), row.phone()));
      }
    }
    java.util.Iterator<String> opened =
        (sealed.isEmpty() ? List.<String>of() : vault.open(sealed, opening)).iterator();
    Map<UUID, PersonLine> lines = new HashMap<>();
    for (Row row : rows) {
      String document = row.documentKey() != null && row.document() != null ? opened.next() : null;
      String phone = row.phoneKey() != null && row.phone() != null ? opened.next() : null;
      lines.put(row.id(), line(row, document, phone));
    }
    return lines;
  }

  private List<Row> rows(Collection<UUID> ids) {
    return ids.isEmpty() ? List.of() : board.rows(java.util.Set.copyOf(ids));
  }

  private static PersonLine line(Row row, @Nullable String document, @Nullable String phone) {
    return new PersonLine(
        row.id(),
        row.name(),
        row.sex(),
        row.birthDate(),
        row.unitId(),
        row.unitName(),
        row.documentType(),
        document,
        phone);
  }
}
