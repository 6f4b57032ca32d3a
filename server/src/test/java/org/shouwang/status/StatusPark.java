package org.shouwang.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.shouwang.audit.Actor;
import org.shouwang.security.Browser;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Units, people and accounts of their own for tests of the status over HTTP. */
final class StatusPark {

  static final Actor LABORATORY = new Actor("account", UUID.randomUUID(), "实验室");

  final UUID top = UUID.randomUUID();
  final UUID unit;
  final UUID other;
  private final JdbcClient jdbc;
  private final int port;

  StatusPark(JdbcClient jdbc, int port) {
    this.jdbc = jdbc;
    this.port = port;
    unit(top, null);
    unit = unit(UUID.randomUUID(), top);
    other = unit(UUID.randomUUID(), top);
  }

  private UUID unit(UUID id, @org.jspecify.annotations.Nullable UUID parent) {
    jdbc.sql(
            """
            insert into people.unit (id, code, name, kind, path, parent_id)
            values (?, ?, ?, 'department', 'x', ?::uuid)
            """)
        .params(java.util.Arrays.asList(id, id.toString(), "单位" + id, parent))
        .update();
    for (UUID above : parent == null ? new UUID[] {id} : new UUID[] {id, parent}) {
      jdbc.sql(
              """
              insert into people.unit_closure (ancestor_id, descendant_id, distance)
              values (?, ?, ?) on conflict do nothing
              """)
          .params(above, id, above.equals(id) ? 0 : 1)
          .update();
    }
    return id;
  }

  UUID worker(UUID unit, String name) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id)
            values (?, ?, 'employee', 'shift_worker', ?)
            """)
        .params(id, name, unit)
        .update();
    return id;
  }

  /** Somebody with a role within one unit. */
  Browser within(UUID unit, String role) {
    UUID id = UUID.randomUUID();
    String name = role + "-" + id;
    jdbc.sql(
            """
            insert into security.account (id, username, username_key, display_name, roles, everywhere,
              units, language, password_hash, must_change_password, made_at, demo)
            select ?, ?, lower(?), '甲', array[?], false, array[?]::uuid[], 'zh-CN', password_hash,
              false, now(), demo
            from security.account where username = 'command'
            """)
        .params(id, name, name, role, unit)
        .update();
    return Browser.signedIn(port, name);
  }

  Browser signedIn(String account) {
    return Browser.signedIn(port, account);
  }

  static NewEvidence evidence(UUID person, EvidenceKind kind, Instant at, Map<String, String> of) {
    return new NewEvidence(
        UUID.randomUUID(),
        person,
        kind,
        of,
        at.truncatedTo(ChronoUnit.MICROS),
        null,
        "sampling.result",
        UUID.randomUUID());
  }
}
