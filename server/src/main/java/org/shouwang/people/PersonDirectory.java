package org.shouwang.people;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.PersonReference;
import org.shouwang.capture.PersonReference.ByDocument;
import org.shouwang.capture.PersonReference.ById;
import org.shouwang.capture.PersonResolver;
import org.shouwang.capture.PersonResolver.Resolution.Found;
import org.shouwang.capture.PersonResolver.Resolution.Unusable;
import org.shouwang.people.ResolverStore.Known;
import org.shouwang.people.ResolverStore.Unknown;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** Tells capture whom its facts name: a query for the ids, one for the documents of a batch. */
@Component
class PersonDirectory implements PersonResolver {

  private final ResolverStore store;
  private final PersonNumbers numbers;
  private final Documents documents;

  PersonDirectory(ResolverStore store, PersonNumbers numbers, Documents documents) {
    this.store = store;
    this.numbers = numbers;
    this.documents = documents;
  }

  @Override
  public Map<PersonReference, Resolution> resolve(Collection<PersonReference> references) {
    Map<PersonReference, Resolution> answers = new HashMap<>();
    TreeSet<UUID> ids = new TreeSet<>();
    SequencedMap<String, Named> named = new TreeMap<>();
    for (PersonReference reference : references) {
      switch (reference) {
        case ById byId -> ids.add(byId.id());
        case ByDocument byDocument -> {
          Named checked = check(byDocument);
          if (checked.problem() != null) {
            answers.put(reference, new Unusable(checked.problem()));
          } else {
            named.putIfAbsent(checked.hex(), checked);
          }
        }
      }
    }
    Map<UUID, Known> byId = ids.isEmpty() ? Map.of() : byId(ids);
    Map<String, Known> byDocument = named.isEmpty() ? Map.of() : byDocument(named);
    for (PersonReference reference : references) {
      Known known =
          switch (reference) {
            case ById one -> byId.get(one.id());
            case ByDocument one ->
                answers.containsKey(one) ? null : byDocument.get(check(one).hex());
          };
      if (known != null) {
        answers.put(reference, new Found(known.id(), known.provisional()));
      }
    }
    return answers;
  }

  private Map<UUID, Known> byId(TreeSet<UUID> ids) {
    Map<UUID, Known> known = store.byId(ids);
    if (known.size() == ids.size()) {
      return known;
    }
    TreeSet<UUID> unknown = new TreeSet<>(ids);
    unknown.removeAll(known.keySet());
    store.noteIds(unknown);
    return store.byId(ids);
  }

  private Map<String, Known> byDocument(SequencedMap<String, Named> named) {
    List<byte[]> keys = named.values().stream().map(Named::key).toList();
    Map<String, Known> known = store.byDocument(keys);
    if (known.size() == named.size()) {
      return known;
    }
    List<Unknown> unknown =
        named.values().stream()
            .filter(it -> !known.containsKey(it.hex()))
            .map(this::unknown)
            .sorted(Comparator.comparing(it -> HexFormat.of().formatHex(it.document().key())))
            .toList();
    store.noteDocuments(unknown);
    return store.byDocument(keys);
  }

  private Unknown unknown(Named named) {
    ByDocument told = named.told();
    String name = Texts.name(told.name());
    String phone = Phone.normalised(told.phone());
    return new Unknown(
        provisionalId(named.key()),
        named.type(),
        numbers.document(named.type(), named.number()),
        name.isEmpty()
            ? null
            : name.codePoints()
                .limit(50)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString(),
        Phone.isValid(phone) ? numbers.phone(phone) : null);
  }

  /** A UUIDv8 made of the keyed hash: says nothing of the document without the key. */
  private static UUID provisionalId(byte[] key) {
    ByteBuffer bytes = ByteBuffer.wrap(key);
    long high = (bytes.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
    long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  private Named check(ByDocument told) {
    DocumentType type = DocumentType.of(told.type()).orElse(null);
    if (type == null) {
      return Named.refused(
          told,
          Refused.invalid("people.document_type").field("person.document.type").value(told.type()));
    }
    Documents.Checked checked = documents.check(type, told.number());
    String problem = checked.problem();
    if (problem != null) {
      return Named.refused(told, Refused.invalid(problem).field("person.document.number"));
    }
    byte[] key = numbers.documentKey(type, checked.number());
    return new Named(told, type, checked.number(), key, HexFormat.of().formatHex(key), null);
  }

  private record Named(
      ByDocument told,
      DocumentType type,
      String number,
      byte[] key,
      String hex,
      @Nullable Refused problem) {

    static Named refused(ByDocument told, Refused problem) {
      return new Named(told, DocumentType.OTHER, "", new byte[0], "", problem);
    }
  }
}
