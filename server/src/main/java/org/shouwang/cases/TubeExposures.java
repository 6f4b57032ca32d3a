package org.shouwang.cases;

import java.util.Collection;
import java.util.List;
import org.shouwang.cases.Exposure.Proposal;
import org.shouwang.sampling.Sampling;
import org.springframework.stereotype.Component;

/** By the tubes of sampling: whose swabs share one stood in one queue. */
@Component
class TubeExposures implements ExposureSource {

  private final Sampling sampling;

  TubeExposures(Sampling sampling) {
    this.sampling = sampling;
  }

  @Override
  public List<Exposure> near(Collection<Window> windows, ExposureCriteria rules) {
    Proposal proposed = rules.tube();
    if (proposed == null) {
      return List.of();
    }
    return sampling
        .together(
            windows.stream()
                .map(it -> new Sampling.Wanted(it.person(), it.from(), it.until()))
                .toList())
        .stream()
        .map(it ->
            new Exposure(
                it.of(),
                it.person(),
                Exposure.Kind.TUBE,
                it.place(),
                it.tube(),
                it.from(),
                it.until(),
                0,
                proposed))
        .toList();
  }
}
