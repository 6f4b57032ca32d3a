package org.shouwang.screening;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Fact;
import org.shouwang.capture.HandIn;
import org.shouwang.capture.PersonReference;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Service;
import tools.jackson.databind.ObjectMapper;

/** Declarations that people hand in of themselves, by the same door as a worker's. */
@Service
public class OwnDeclarations {

  /** Who brought what came by a person's own page, in place of a name. */
  public static final String OWN_PAGE = "own_page";

  private static final String DATA = "data.";

  private final HandIn door;
  private final ObjectMapper json;

  OwnDeclarations(HandIn door, ObjectMapper json) {
    this.door = door;
    this.json = json;
  }

  /**
   * What somebody declares, as it was typed.
   *
   * @param contact whether they were near somebody infected
   * @param stays where they were; empty: nowhere
   */
  public record Declaration(
      @Nullable Boolean contact, @Nullable String note, @Nullable List<@Nullable Stay> stays) {}

  /** A place where they were, as it was typed. */
  public record Stay(
      @Nullable String place,
      @Nullable String from,
      @Nullable String until,
      @Nullable String transport) {}

  /**
   * Keeps what a person declares. Not within a transaction.
   *
   * @param id of the fact; the same again with the same content changes nothing
   * @param at when it was declared, world time
   * @throws Refused 422 for what can't be taken, by its field; 409 {@code capture.id_reused}
   */
  public void declare(UUID id, UUID person, Instant at, Declaration given) {
    Caller self =
        new Caller(
            Caller.Kind.PERSON,
            person,
            OWN_PAGE,
            Set.of(Permission.SCREENING_ACT),
            Scope.NOWHERE,
            null);
    try {
      door.take(
          new Fact(
              id,
              DeclarationFacts.TYPE,
              at,
              null,
              null,
              new PersonReference.ById(person),
              json.valueToTree(given)),
          self);
    } catch (Refused refused) {
      throw plain(refused);
    }
  }

  /** The fields of a page stand in no envelope. */
  private static Refused plain(Refused refused) {
    String field = String.valueOf(refused.values().get("field"));
    return field.startsWith(DATA) ? refused.field(field.substring(DATA.length())) : refused;
  }
}
