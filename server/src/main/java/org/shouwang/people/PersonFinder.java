package org.shouwang.people;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.PersonReference;
import org.shouwang.capture.PersonReference.ByDocument;
import org.shouwang.capture.PersonResolver;
import org.shouwang.capture.PersonResolver.Resolution;
import org.shouwang.people.FinderBoard.Owner;
import org.springframework.stereotype.Service;

/**
 * Whom a line of somebody else's list means: by a document, else by phone and name together. A name
 * alone means nobody, and between two people it never chooses. Asks the database three times for
 * however many lines.
 */
@Service
public class PersonFinder {

  private final FinderBoard board;
  private final PersonNumbers numbers;
  private final Documents documents;
  private final PersonResolver resolver;

  PersonFinder(
      FinderBoard board, PersonNumbers numbers, Documents documents, PersonResolver resolver) {
    this.board = board;
    this.numbers = numbers;
    this.documents = documents;
    this.resolver = resolver;
  }

  /**
   * What a line says of a person, as it stands there.
   *
   * @param documentType a word of the field or a type's key; null: to be told from the number
   */
  public record Clue(
      @Nullable String documentType,
      @Nullable String document,
      @Nullable String phone,
      String name) {

    @Override
    public String toString() {
      return "Clue"; // never into a log
    }
  }

  /** What was found. */
  public sealed interface Answer {

    /** One person, and the name agrees. */
    record Found(UUID person) implements Answer {}

    /** The number is none. */
    record Unusable(boolean document, String code) implements Answer {}

    /** The document is of somebody with another name. */
    record OtherName() implements Answer {}

    /**
     * Several may be meant.
     *
     * @param candidates how many people of the name (and phone, if one was given) there are
     */
    record Several(int candidates) implements Answer {}

    /**
     * Nobody is known.
     *
     * @param documented a document was given that {@link #note} can take
     */
    record Nobody(boolean documented) implements Answer {}
  }

  private record Read(
      Clue clue,
      String name,
      Documents.@Nullable Checked document,
      @Nullable String documentHex,
      @Nullable String phoneHex,
      @Nullable Answer answer) {}

  /** Answers every clue, in their order. */
  public List<Answer> find(List<Clue> clues) {
    List<Read> reads = clues.stream().map(this::read).toList();
    Map<String, Owner> byDocument = new HashMap<>();
    Set<String> hexes = with(reads, Read::documentHex);
    if (!hexes.isEmpty()) {
      board.byDocument(bytes(hexes)).forEach(it -> byDocument.put(it.hex(), it));
    }
    Map<String, List<Owner>> byPhone = new HashMap<>();
    Set<String> phones = with(reads, Read::phoneHex);
    if (!phones.isEmpty()) {
      byPhone.putAll(
          board.byPhone(bytes(phones)).stream().collect(Collectors.groupingBy(Owner::hex)));
    }
    Map<String, Integer> names =
        board.namesakes(reads.stream().map(Read::name).collect(Collectors.toSet()));
    return reads.stream().map(it -> answer(it, byDocument, byPhone, names)).toList();
  }

  private Read read(Clue clue) {
    String name = Texts.name(clue.name());
    Documents.Checked checked = null;
    String hex = null;
    if (clue.document() != null && !clue.document().isBlank()) {
      checked = check(clue);
      String problem = checked.problem();
      if (problem != null) {
        return new Read(clue, name, checked, null, null, new Answer.Unusable(true, problem));
      }
      hex = HexFormat.of().formatHex(numbers.documentKey(checked.type(), checked.number()));
    }
    String phoneHex = null;
    if (clue.phone() != null && !clue.phone().isBlank()) {
      String phone = Phone.normalised(clue.phone());
      if (Phone.isValid(phone)) {
        phoneHex = HexFormat.of().formatHex(numbers.phoneKey(phone));
      } else if (hex == null) {
        return new Read(
            clue, name, checked, null, null, new Answer.Unusable(false, "people.phone_invalid"));
      }
    }
    return new Read(clue, name, checked, hex, phoneHex, null);
  }

  private Documents.Checked check(Clue clue) {
    String number = Words.withoutLabel(Texts.plain(clue.document()));
    String type = Texts.plain(clue.documentType());
    Optional<DocumentType> known = type.isEmpty() ? Optional.empty() : Words.documentType(type);
    return known.map(it -> documents.check(it, number)).orElseGet(() -> documents.check(number));
  }

  private static Answer answer(
      Read read,
      Map<String, Owner> byDocument,
      Map<String, List<Owner>> byPhone,
      Map<String, Integer> names) {
    if (read.answer() != null) {
      return read.answer();
    }
    Owner owner = byDocument.get(read.documentHex());
    if (owner != null) {
      return owner.isNamed(read.name()) ? new Answer.Found(owner.person()) : new Answer.OtherName();
    }
    Set<UUID> same =
        byPhone.getOrDefault(read.phoneHex(), List.of()).stream()
            .filter(it -> it.name() != null && it.isNamed(read.name()))
            .map(Owner::person)
            .collect(Collectors.toSet());
    if (same.size() == 1) {
      return new Answer.Found(same.iterator().next());
    }
    if (!same.isEmpty()) {
      return new Answer.Several(same.size());
    }
    boolean documented = read.documentHex() != null;
    int namesakes = names.getOrDefault(read.name(), 0);
    return documented || read.phoneHex() != null || namesakes == 0
        ? new Answer.Nobody(documented)
        : new Answer.Several(namesakes);
  }

  /**
   * Notes people that nobody knows by their documents, as a fact would: provisional, until somebody
   * brings them in. The same document is the same person.
   *
   * @return by clue
   */
  public Map<Clue, UUID> note(Collection<Clue> clues) {
    Map<PersonReference, Clue> named = new HashMap<>();
    for (Clue clue : clues) {
      Documents.Checked checked = check(clue);
      named.put(
          new ByDocument(checked.type().key(), checked.number(), clue.name(), clue.phone()), clue);
    }
    Map<Clue, UUID> noted = new HashMap<>();
    resolver
        .resolve(named.keySet())
        .forEach((reference, resolution) -> {
          Clue clue = named.get(reference);
          if (clue != null && resolution instanceof Resolution.Found found) {
            noted.put(clue, found.id());
          }
        });
    return noted;
  }

  private static Set<String> with(
      List<Read> reads, java.util.function.Function<Read, @Nullable String> key) {
    Set<String> keys = new HashSet<>();
    for (Read read : reads) {
      String hex = key.apply(read);
      if (hex != null) {
        keys.add(hex);
      }
    }
    return keys;
  }

  private static List<byte[]> bytes(Set<String> hexes) {
    return hexes.stream().map(HexFormat.of()::parseHex).toList();
  }
}
