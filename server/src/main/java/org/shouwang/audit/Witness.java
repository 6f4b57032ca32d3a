package org.shouwang.audit;

import java.util.UUID;
import java.util.stream.Stream;

/**
 * Whoever keeps rows that entries vouch for: a verification asks for their digests as they are now.
 */
public interface Witness {

  /** Action of the entries that vouch; their bodies hold {@code counts} and {@code digest}. */
  String action();

  /**
   * What the rows of each entry give now, in order of the entries' ids, read within the caller's
   * transaction. Close the stream.
   */
  Stream<Vouched> vouched();

  /**
   * The rows of one entry.
   *
   * @param rows how many
   * @param digest over them, as the entry's body has it
   */
  record Vouched(UUID entry, long rows, String digest) {}
}
