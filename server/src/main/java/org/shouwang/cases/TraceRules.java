package org.shouwang.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shouwang.cases.ContactStore.Found;
import org.shouwang.cases.Exposure.Proposal;

/** What exposures make of people. Pure. */
final class TraceRules {

  private TraceRules() {}

  /**
   * Who is a contact of which degree, by whom, and what is proposed. Who was near the person of the
   * case is of the first degree, whoever else they met; the most severe proposal counts. Of the
   * second degree is who was near a close contact, first of all the one they were near last.
   *
   * @param near exposures to the person of the case and to close contacts
   * @param self the person of the case
   * @param units of the people, where known
   */
  static List<Found> found(Collection<Exposure> near, UUID self, Map<UUID, UUID> units) {
    Map<UUID, Found> found = new LinkedHashMap<>();
    near.stream()
        .filter(it -> it.of().equals(self))
        .sorted(Comparator.comparing(Exposure::proposed))
        .forEach(it ->
            found.putIfAbsent(
                it.person(),
                new Found(it.person(), units.get(it.person()), 1, null, it.proposed())));
    near.stream()
        .filter(it -> !it.of().equals(self) && !it.person().equals(self))
        .sorted(Comparator.comparing(Exposure::until).reversed().thenComparing(Exposure::of))
        .forEach(it ->
            found.putIfAbsent(
                it.person(),
                new Found(it.person(), units.get(it.person()), 2, it.of(), Proposal.SECONDARY)));
    return List.copyOf(found.values());
  }

  /**
   * Exposures that say why somebody is a contact: of the second degree only for those who are of no
   * other, and who aren't the close contacts themselves.
   */
  static List<Exposure> telling(Collection<Exposure> near, UUID self, Set<UUID> firstDegree) {
    return near.stream()
        .filter(it -> !it.person().equals(self))
        .filter(it -> it.of().equals(self) || !firstDegree.contains(it.person()))
        .toList();
  }

  /** Of what was found: the same again has the same digest, in any order. */
  static String digest(String edition, Collection<Exposure> exposures) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(edition.getBytes(UTF_8));
      exposures.stream()
          .map(it -> it.id() + " " + it.until() + " " + it.minutes() + " " + it.proposed())
          .sorted()
          .forEach(line -> digest.update(line.getBytes(UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
