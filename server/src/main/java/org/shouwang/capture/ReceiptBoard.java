package org.shouwang.capture;

import java.util.UUID;
import java.util.stream.Stream;
import org.shouwang.audit.Witness;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Shows a verification what the receipts of each commit give now, as {@link ReceiptDigest} does.
 */
@Repository
class ReceiptBoard implements Witness {

  private static final String VOUCHED =
      """
      select entry, count(*) as receipts,
             encode(sha256(string_agg(uuid_send(id) || digest, ''::bytea order by id)), 'hex')
               as digest
      from capture.receipt
      group by entry
      order by entry
      """;

  private final JdbcClient jdbc;

  ReceiptBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String action() {
    return "facts.recorded";
  }

  @Override
  public Stream<Vouched> vouched() {
    return jdbc
        .sql(VOUCHED)
        .withFetchSize(2_000)
        .query((row, n) ->
            new Vouched(
                row.getObject("entry", UUID.class),
                row.getLong("receipts"),
                row.getString("digest")))
        .stream();
  }
}
