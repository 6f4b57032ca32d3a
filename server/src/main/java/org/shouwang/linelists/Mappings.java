package org.shouwang.linelists;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.f4b6a3.uuid.UuidCreator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Caller;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/** Mappings as JSON, as people choose them, and as they are kept for the same headers. */
@Component
class Mappings {

  private static final int MOST = 1_000;

  private final MappingStore store;
  private final ObjectMapper json;
  private final Clock wall;
  private final Diseases diseases;

  Mappings(MappingStore store, ObjectMapper json, Clock wall, Diseases diseases) {
    this.diseases = diseases;
    this.store = store;
    this.json = json;
    this.wall = wall;
  }

  /**
   * A mapping in JSON, all by their names.
   *
   * @param columns field by header
   * @param values by field: our word for the file's
   */
  record Plain(
      @Nullable String kind,
      @Nullable Map<String, String> columns,
      @Nullable Map<String, Map<String, String>> values,
      @Nullable String order) {}

  String text(Mapping mapping) {
    return json.writeValueAsString(plain(mapping));
  }

  Plain plain(Mapping mapping) {
    Map<String, String> columns = new LinkedHashMap<>();
    mapping.columns().forEach((header, field) -> columns.put(header, field.key()));
    Map<String, Map<String, String>> values = new LinkedHashMap<>();
    mapping.values().forEach((field, words) -> values.put(field.key(), words));
    ListKind kind = mapping.kind();
    return new Plain(kind == null ? null : kind.key(), columns, values, mapping.order().key());
  }

  Mapping read(String text) {
    return read(json.readValue(text, Plain.class));
  }

  /**
   * A mapping that a person chose.
   *
   * @throws Refused 422 naming what can't be
   */
  Mapping read(Plain plain) {
    ListKind kind = plain.kind() == null ? null : choice("kind", plain.kind(), ListKind.class);
    Map<String, Field> columns = new LinkedHashMap<>();
    EnumMap<Field, String> taken = new EnumMap<>(Field.class);
    bounded("columns", plain.columns())
        .forEach((header, key) -> {
          if (key == null || key.isBlank()) {
            return;
          }
          Field field =
              Field.of(key)
                  .filter(it -> kind == null || it.isOf(kind))
                  .orElseThrow(() -> unknown("columns", key));
          String other = taken.put(field, header);
          if (other != null) {
            throw Refused.invalid("linelists.field_twice")
                .field("columns")
                .value(key)
                .with("one", PlainValues.shown(other, 60))
                .with("other", PlainValues.shown(header, 60));
          }
          columns.put(header, field);
        });
    EnumMap<Field, Map<String, String>> values = new EnumMap<>(Field.class);
    bounded("values", plain.values())
        .forEach((key, words) -> {
          Field field =
              Field.of(key)
                  .filter(it -> it.type() == Field.Type.CODE)
                  .orElseThrow(() -> unknown("values", key));
          values.put(field, words(field, words));
        });
    DayOrder order =
        plain.order() == null ? DayOrder.AUTO : choice("order", plain.order(), DayOrder.class);
    return new Mapping(kind, columns, values, order);
  }

  private Map<String, String> words(Field field, @Nullable Map<String, String> given) {
    Map<String, String> words = new LinkedHashMap<>();
    bounded("values", given)
        .forEach((theirs, ours) -> {
          if (ours == null || ours.isBlank()) {
            return;
          }
          if (!choices(field).contains(ours)) {
            throw unknown("values", ours);
          }
          words.put(theirs.strip(), ours);
        });
    return words;
  }

  /** Our words of a field, to choose from. */
  List<String> choices(Field field) {
    return field == Field.DISEASE ? diseases.known() : CodeWords.ours(field);
  }

  private static <V> Map<String, V> bounded(String field, @Nullable Map<String, V> given) {
    Map<String, V> all = given == null ? Map.of() : given;
    if (all.size() > MOST) {
      throw Refused.invalid("linelists.too_many")
          .field(field)
          .value(all.size())
          .with("limit", MOST);
    }
    all.keySet()
        .forEach(it -> {
          if (it.length() > 200 || !PlainValues.isText(it)) {
            throw unknown(field, it);
          }
        });
    return all;
  }

  private static Refused unknown(String field, String value) {
    return Refused.invalid("linelists.not_a_choice")
        .field(field)
        .value(PlainValues.shown(value, 60));
  }

  private static <E extends Enum<E>> E choice(String field, String word, Class<E> type) {
    for (E each : type.getEnumConstants()) {
      if (each.name().toLowerCase(java.util.Locale.ROOT).equals(word)) {
        return each;
      }
    }
    throw unknown(field, word);
  }

  /** Which fields a list can't do without. */
  static List<Field> missing(Mapping mapping, ListKind kind) {
    List<Field> missing = new java.util.ArrayList<>();
    boolean named =
        mapping.header(Field.NAME) != null
            || mapping.header(Field.FAMILY_NAME) != null
            || mapping.header(Field.GIVEN_NAME) != null;
    if (!named) {
      missing.add(Field.NAME);
    }
    if (mapping.header(Field.DOCUMENT) == null && mapping.header(Field.PHONE) == null) {
      missing.add(Field.DOCUMENT);
    }
    if (kind == ListKind.CONTACTS && mapping.header(Field.LAST_CONTACT) == null) {
      missing.add(Field.LAST_CONTACT);
    }
    return missing;
  }

  /** The newest mapping that was saved for these headers. */
  Optional<MappingStore.Saved> saved(Collection<String> headers) {
    return store.of(digest(headers));
  }

  void save(String name, Mapping mapping, ListKind kind, Collection<String> headers, Caller by) {
    store.save(
        new MappingStore.Saved(
            UuidCreator.getTimeOrderedEpoch(),
            name,
            kind,
            text(mapping),
            by.name(),
            wall.instant()),
        digest(headers));
  }

  /** The same for the same headers, in whatever order they stand. */
  static String digest(Collection<String> headers) {
    TreeSet<String> names = new TreeSet<>();
    headers.stream()
        .filter(it -> !it.startsWith(Survey.ADDED))
        .map(Headers::normalised)
        .forEach(names::add);
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(String.join("\n", names).getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }
}
