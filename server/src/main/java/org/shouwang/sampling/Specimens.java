package org.shouwang.sampling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.FactHandler;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Permission;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Takes {@code sampling.specimen} from the door: what was taken from a person to be tested for a
 * certain disease that isn't the principal one. It is alone in its tube, whose way and results are
 * those of any tube, and counts for no round.
 */
@Component
class Specimens implements FactHandler {

  static final String TYPE = "sampling.specimen";

  private static final Set<String> KINDS =
      Set.of("stool", "anal_swab", "vomitus", "throat", "nose", "blood", "other");

  private final People people;
  private final TubeStore tubes;
  private final SpecimenStore store;
  private final Filling filling;
  private final Results results;
  private final TubeBook book;

  Specimens(
      People people,
      TubeStore tubes,
      SpecimenStore store,
      Filling filling,
      Results results,
      TubeBook book) {
    this.people = people;
    this.tubes = tubes;
    this.store = store;
    this.filling = filling;
    this.results = results;
    this.book = book;
  }

  /** What the device is told. */
  record Verdict(String tube, String disease) {}

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Set<Permission> needs() {
    return Set.of(Permission.SAMPLING_REGISTER);
  }

  @Override
  public List<Judgement> judge(List<Arrived> facts) {
    Map<UUID, PersonSummary> persons =
        people.facts(facts.stream().map(Arrived::person).filter(Objects::nonNull).toList());
    Set<UUID> places = people.places().keySet();
    List<Judgement> judgements = new ArrayList<>(facts.size());
    for (Arrived fact : facts) {
      try {
        PersonSummary card = fact.person() == null ? null : persons.get(fact.person());
        SpecimenStore.New read = read(fact, card == null ? null : card.unitId());
        if (!places.contains(read.row().place())) {
          throw Refused.invalid("sampling.place_unknown").field("place").value(read.row().place());
        }
        judgements.add(
            new Accepted(
                fact,
                new Verdict(read.tube(), Objects.requireNonNull(read.row().disease())),
                read));
      } catch (Refused no) {
        judgements.add(new Rejected(no));
      }
    }
    return alone(judgements);
  }

  /** A tube holds one specimen; one whose specimen was undone is free again. */
  private List<Judgement> alone(List<Judgement> judgements) {
    Map<String, Set<UUID>> inside = new HashMap<>();
    Set<String> wanted = new HashSet<>();
    judgements.forEach(each -> {
      if (each instanceof Accepted it) {
        wanted.add(((SpecimenStore.New) it.row()).tube());
      }
    });
    tubes
        .read(wanted)
        .forEach((code, tube) ->
            tube.fold()
                .live()
                .forEach(it -> inside.computeIfAbsent(code, its -> new HashSet<>()).add(it.id())));
    List<Judgement> alone = new ArrayList<>(judgements.size());
    for (Judgement each : judgements) {
      if (each instanceof Accepted it) {
        SpecimenStore.New read = (SpecimenStore.New) it.row();
        Set<UUID> its = inside.computeIfAbsent(read.tube(), code -> new HashSet<>());
        its.add(read.row().id());
        alone.add(its.size() == 1 ? it : new Rejected(taken(read.tube())));
      } else {
        alone.add(each);
      }
    }
    return alone;
  }

  static Refused taken(String tube) {
    return Refused.conflict("sampling.tube_taken").field("data.tube").value(tube);
  }

  private SpecimenStore.New read(Arrived fact, @Nullable UUID unit) {
    JsonNode data = fact.fact().data();
    UUID person = fact.person();
    UUID place = fact.fact().place();
    if (person == null || place == null) {
      throw Refused.invalid("sampling.field_missing").field(person == null ? "person" : "place");
    }
    String tube = FactFields.tube(data);
    if (!TubeCode.valid(tube)) {
      throw FactFields.wrong("tube", tube);
    }
    String disease = FactFields.word(data, "disease", book.diseases());
    if (disease.equals(book.disease(null, fact.at()))) {
      throw Refused.invalid("sampling.specimen_of_principal").field("data.disease").value(disease);
    }
    return new SpecimenStore.New(
        tube,
        new SwabRow(
            fact.fact().id(),
            fact.at(),
            person,
            place,
            unit,
            null,
            fact.caller().id(),
            fact.caller().name(),
            1,
            0,
            null,
            null,
            "own",
            null,
            false,
            false,
            false,
            disease),
        FactFields.word(data, "kind", KINDS),
        FactFields.text(data, "note", 200));
  }

  @Override
  public void record(List<Accepted> facts) {
    Map<String, List<SwabRow>> byTube = new TreeMap<>();
    List<SpecimenStore.New> news = new ArrayList<>(facts.size());
    for (Accepted accepted : facts) {
      SpecimenStore.New read = (SpecimenStore.New) accepted.row();
      news.add(read);
      byTube.computeIfAbsent(read.tube(), code -> new ArrayList<>()).add(read.row());
    }
    Arrived first = facts.getFirst().arrived();
    store.insert(news, first.recordedAt());
    filling.specimens(byTube, first.recordedAt(), first.caller().actor());
    results.retry(List.copyOf(byTube.keySet()), first.caller().actor());
  }
}
