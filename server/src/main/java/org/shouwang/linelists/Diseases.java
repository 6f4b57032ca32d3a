package org.shouwang.linelists;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.policy.BothLanguages;
import org.shouwang.policy.Policy;
import org.springframework.stereotype.Component;

/** What lists call the diseases that the editions know. */
@Component
class Diseases {

  private final Policy policy;
  private final WorldClock world;

  Diseases(Policy policy, WorldClock world) {
    this.policy = policy;
    this.world = world;
  }

  /** The key of a disease by key or name, or by the word of another system; null: none. */
  @Nullable String called(String theirs) {
    String word = CodeWords.normalised(theirs);
    for (String key : policy.diseases()) {
      BothLanguages name = policy.name(key);
      if (word.equals(key)
          || (name != null
              && (word.equals(CodeWords.normalised(name.zh()))
                  || word.equals(CodeWords.normalised(name.en()))))) {
        return key;
      }
    }
    return DiseaseWords.ours(word);
  }

  /** The disease that a row is of: where it says none, the principal one. */
  String of(Draft draft) {
    String disease = draft.disease();
    return disease != null ? disease : principal();
  }

  String principal() {
    return policy.principal(world.now());
  }

  /** Whether there is a case of it to be had here. */
  boolean isInForce(String disease) {
    return policy.isInForce(disease);
  }

  /** Words to choose from. */
  List<String> known() {
    return List.copyOf(policy.diseases());
  }

  /** What the editions call it in the reader's language; its key where none does. */
  String name(String disease, Locale locale) {
    BothLanguages name = policy.name(disease);
    if (name == null) {
      return disease;
    }
    return "en".equals(locale.getLanguage()) ? name.en() : name.zh();
  }
}
