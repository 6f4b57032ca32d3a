package org.shouwang;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A right body for every endpoint that takes one, and the rows they speak of. */
final class RightBodies {

  private final JdbcClient jdbc;
  private final Browser browser;
  private final UUID account;
  private final Map<String, String> ids = new LinkedHashMap<>();

  RightBodies(JdbcClient jdbc, Browser browser, UUID account) {
    this.jdbc = jdbc;
    this.browser = browser;
    this.account = account;
  }

  /** Ids of rows by the address they stand behind. */
  Map<String, String> ids() {
    return ids;
  }

  UUID anImport() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.import (id, file_name, kind, state, started_by, started_name,
              started_kind, started_everywhere, started_units, started_at)
            values (?, 'x.csv', 'people', 'previewed', ?, '甲', 'account', true, '{}', now())
            """)
        .params(id, account)
        .update();
    return id;
  }

  private UUID aList() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into linelists.list (id, file_name, format, kind, state, mapping, by_id, by_name,
              by_kind, everywhere, units, permissions, started_at)
            values (?, 'x.csv', 'other', 'contacts', 'previewed', '{}', ?, '甲', 'ACCOUNT', true, '{}',
              '{}', now())
            """)
        .params(id, account)
        .update();
    return id;
  }

  UUID aPerson() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into people.person (id, name, kind, class_of_person) values (?, '乙', 'visitor', 'visitor')")
        .param(id)
        .update();
    return id;
  }

  private UUID aPlace() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into people.place (id, code, name, kind, level) values (?, ?, ?, 'gate', 'none')")
        .params(id, id.toString(), "门" + id)
        .update();
    return id;
  }

  /** A right body of every endpoint that has one. */
  Map<String, Map<String, String>> all() {
    UUID person = aPerson();
    UUID place = aPlace();
    String unit = UUID.randomUUID().toString();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?::uuid, ?, ?, 'department', 'x')")
        .params(unit, unit, "单位" + unit)
        .update();
    ids.put("/people", person.toString());
    ids.put("/places", place.toString());
    ids.put("/units", unit);
    ids.put("/imports", anImport().toString());
    ids.put("/line-lists", aList().toString());
    ids.put("/holds", hold(person, place).toString());
    ids.put("/alerts", alert(person).toString());
    Answer made =
        browser.post(
            "/api/v1/accounts",
            Map.of(
                "username",
                "victim-" + account.toString().substring(0, 8),
                "displayName",
                "丁",
                "roles",
                List.of("auditor"),
                "everywhere",
                true));
    ids.put("/accounts", made.json().at("/account/id").asString());
    Answer device = browser.post("/api/v1/devices", Map.of("name", "机", "placeId", place));
    ids.put("/devices", device.json().at("/device/id").asString());
    Map<String, Map<String, String>> bodies = new LinkedHashMap<>();
    new ScreeningBodies(jdbc, person).add(bodies, ids);
    bodies.put("POST /api/v1/session", fields("username", "\"nobody\"", "password", "\"wrong\""));
    bodies.put("PUT /api/v1/session/password", fields("current", "\"wrong one\"", "next", "\"x\""));
    bodies.put("PUT /api/v1/session/language", fields("language", "\"zh-CN\""));
    Map<String, String> accountFields =
        fields(
            "username",
            "\"u-" + account + "\"",
            "displayName",
            "\"戊\"",
            "roles",
            "[\"auditor\"]",
            "units",
            "[]",
            "everywhere",
            "true",
            "validUntil",
            "null",
            "pin",
            "null",
            "disabled",
            "false");
    bodies.put("POST /api/v1/accounts", accountFields);
    bodies.put("PATCH /api/v1/accounts/{id}", accountFields);
    bodies.put("PUT /api/v1/accounts/{id}/pin", fields("pin", "\"270359\""));
    bodies.put(
        "POST /api/v1/devices",
        fields("name", "\"机\"", "placeId", "\"" + place + "\"", "lane", "\"1\""));
    bodies.put("POST /api/v1/devices/{id}/revoke", fields("reason", "\"遗失\""));
    bodies.put(
        "POST /api/v1/field/enrol", fields("code", "\"x\"", "publicKey", "{}", "name", "\"x\""));
    bodies.put(
        "POST /api/v1/field/status",
        fields("unsynced", "0", "oldestUnsynced", "null", "appVersion", "\"1\""));
    bodies.put("PUT /api/v1/clock", fields("world", "null", "rate", "1"));
    bodies.put("POST /api/v1/people/{id}/unmask", fields("purpose", "\"核对\""));
    Map<String, String> unitFields =
        fields(
            "code",
            "null",
            "name",
            "\"单位甲" + unit + "\"",
            "kind",
            "\"department\"",
            "parentId",
            "null",
            "creditCode",
            "null");
    bodies.put("POST /api/v1/units", unitFields);
    bodies.put("PATCH /api/v1/units/{id}", unitFields);
    Map<String, String> placeFields =
        fields(
            "code",
            "null",
            "name",
            "\"门甲\"",
            "kind",
            "\"gate\"",
            "parentId",
            "null",
            "level",
            "null",
            "enters",
            "null",
            "x",
            "1",
            "y",
            "1",
            "lanes",
            "[]",
            "capacity",
            "null",
            "units",
            "[]");
    bodies.put("POST /api/v1/places", placeFields);
    bodies.put("PATCH /api/v1/places/{id}", placeFields);
    bodies.put(
        "PUT /api/v1/line-lists/{id}/mapping",
        fields(
            "kind",
            "\"contacts\"",
            "columns",
            "{\"甲\":\"name\",\"乙\":\"document\",\"丙\":\"lastContact\"}",
            "values",
            "{\"contactClass\":{\"A\":\"close\"}}",
            "order",
            "\"auto\"",
            "document",
            "\"x\"",
            "caseId",
            "null",
            "noteUnknown",
            "false",
            "saveAs",
            "null"));
    bodies.put("PUT /api/v1/imports/{id}/columns", fields("姓名", "\"name\""));
    bodies.put("POST /api/v1/gates/holds/{id}/receive", fields("receiver", "\"己\""));
    bodies.put(
        "POST /api/v1/gates/holds/{id}/close", fields("outcome", "\"left\"", "note", "\"x\""));
    bodies.put("POST /api/v1/gates/alerts/{id}/close", fields("outcome", "null", "note", "\"x\""));
    bodies.put(
        "POST /api/v1/gates/overrides",
        fields(
            "personId",
            "\"" + person + "\"",
            "placeId",
            "null",
            "reasons",
            "[\"colour_yellow\"]",
            "reason",
            "\"x\"",
            "until",
            "null"));
    bodies.put(
        "POST /api/v1/gates/evacuations",
        fields("zoneId", "\"" + place + "\"", "kind", "\"drill\"", "reason", "\"x\""));
    rollcall(bodies, unit);
    channels(bodies, unit);
    new CommandBodies(browser, unit, account).add(bodies, ids);
    new TubeBodies(jdbc).add(bodies, ids);
    new RoundBodies(jdbc, unit, person).add(bodies, ids);
    reports(bodies);
    duties(bodies, unit);
    new StatusBodies(jdbc, browser, person).add(bodies, ids);
    new OrderBodies(jdbc, aPerson()).add(bodies, ids);
    new CaseBodies(browser, person, aPerson()).add(bodies, ids);
    new IncidentBodies(jdbc, browser).add(bodies, ids);
    new LetterBodies(browser).add(bodies, ids);
    new OwnBodies(jdbc, browser, aPerson(), aPerson()).add(bodies, ids);
    new TransferBodies(jdbc, aPerson(), aPerson()).add(bodies, ids);
    return bodies;
  }

  private void reports(Map<String, Map<String, String>> bodies) {
    bodies.put(
        "POST /api/v1/reports/exports",
        fields(
            "ledger",
            "\"passes\"",
            "day",
            "\"2022-03-08\"",
            "unit",
            "null",
            "place",
            "null",
            "purpose",
            "\"核对\""));
    bodies.put("POST /api/v1/reports/exports/{id}/decision", fields("approved", "true"));
    bodies.put(
        "POST /api/v1/reports/documents",
        fields(
            "kind",
            "\"bulletin\"",
            "day",
            "\"2022-03-08\"",
            "unit",
            "null",
            "language",
            "\"zh\"",
            "template",
            "null"));
    ids.put(
        "/documents",
        browser
            .post("/api/v1/reports/documents", Map.of("kind", "bulletin"))
            .json()
            .path("id")
            .asString());
    bodies.put(
        "PATCH /api/v1/reports/documents/{id}",
        fields("version", "1", "title", "\"简报\"", "texts", "{\"next\":\"x\"}"));
    bodies.put("POST /api/v1/reports/documents/{id}/sign", fields("version", "0"));
    bodies.put("POST /api/v1/reports/documents/{id}/correction", fields("reason", "\"x\""));
  }

  private void duties(Map<String, Map<String, String>> bodies, String unit) {
    UUID duty = UUID.randomUUID();
    jdbc.sql(
            """
            insert into duties.duty (holder_id, id, day, key, kind, holder_kind, unit_id, subject_kind,
              subject_id, opens_at, due_at, state, state_at)
            values (?::uuid, ?, '2022-03-08', ?, 'test.body', 'unit', ?::uuid, 'unit', ?::uuid,
              '2022-03-08T00:00:00Z', '2022-03-08T10:00:00Z', 'open', now())
            """)
        .params(unit, duty, duty.toString(), unit, unit)
        .update();
    ids.put("/duties", duty.toString());
    bodies.put("POST /api/v1/duties/waive", fields("ids", "[\"" + duty + "\"]", "reason", "\"x\""));
    bodies.put(
        "POST /api/v1/duties/pass-on",
        fields(
            "ids",
            "[\"" + duty + "\"]",
            "holderKind",
            "\"unit\"",
            "holder",
            "\"" + unit + "\"",
            "reason",
            "\"x\""));
    UUID plan = UUID.randomUUID();
    jdbc.sql(
            """
            insert into duties.recurring (id, kind, unit_id, holder_kind, holder_id, subject_kind,
              subject_id, title, weekdays, opens, due, first_day, last_day)
            values (?, 'duties.recurring', ?::uuid, 'unit', ?::uuid, 'unit', ?::uuid, '晨检', '{1}',
              '06:00', '08:00', '2022-03-08', '2022-03-08')
            """)
        .params(plan, unit, unit, unit)
        .update();
    ids.put("/recurring", plan.toString());
    bodies.put("POST /api/v1/duties/recurring/{id}/stop", fields("lastDay", "null"));
    bodies.put(
        "POST /api/v1/duties/recurring",
        fields(
            "title",
            "\"晨检\"",
            "unit",
            "\"" + unit + "\"",
            "person",
            "null",
            "weekdays",
            "[1]",
            "opens",
            "\"06:00\"",
            "due",
            "\"08:00\"",
            "ladder",
            "\"daily\"",
            "firstDay",
            "\"2022-03-08\"",
            "lastDay",
            "\"2022-03-08\""));
  }

  private void channels(Map<String, Map<String, String>> bodies, String unit) {
    Map<String, String> route =
        fields(
            "name",
            "\"群\"",
            "channel",
            "\"wecom\"",
            "toKind",
            "\"unit\"",
            "toId",
            "\"" + unit + "\"",
            "address",
            "\"http://127.0.0.1:1/send?key=0123456789abcdef\"",
            "secret",
            "null",
            "perMinute",
            "20",
            "enabled",
            "false",
            "version",
            "null");
    Map<String, Object> made =
        Map.of(
            "name", "群", "channel", "wecom", "address", "http://127.0.0.1:1/x", "enabled", false);
    ids.put("/routes", browser.post("/api/v1/channels/routes", made).json().path("id").asString());
    bodies.put("POST /api/v1/channels/routes", route);
    bodies.put("PUT /api/v1/channels/routes/{id}", route);
    bodies.put("POST /api/v1/channels/routes/{id}/test", fields("phone", "null"));
    bodies.put("POST /api/v1/inbox/read", fields("ids", "[]", "all", "true"));
  }

  private static void rollcall(Map<String, Map<String, String>> bodies, String unit) {
    bodies.put(
        "POST /api/v1/rollcall/reports/sign",
        fields("unit", "\"" + unit + "\"", "day", "\"2022-03-08\"", "version", "1"));
    bodies.put(
        "POST /api/v1/rollcall/reports/correct",
        fields(
            "unit",
            "\"" + unit + "\"",
            "day",
            "\"2022-03-08\"",
            "version",
            "1",
            "figures",
            "null",
            "reason",
            "\"x\""));
    bodies.put(
        "PUT /api/v1/rollcall/patterns",
        fields(
            "unit",
            "\"" + unit + "\"",
            "from",
            "null",
            "kind",
            "\"week\"",
            "data",
            "{\"days\":[1]}"));
    bodies.put(
        "PUT /api/v1/rollcall/lists",
        fields("unit", "\"" + unit + "\"", "day", "null", "persons", "[]"));
  }

  static Map<String, String> fields(String... pairs) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put(pairs[i], pairs[i + 1]);
    }
    return fields;
  }

  private UUID hold(UUID person, UUID place) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into gates.hold (id, person_id, place_id, cause, reasons, opened_at, due_at, state)
            values (?, ?, ?, ?, '{temperature}', now(), now(), 'open')
            """)
        .params(id, person, place, UUID.randomUUID())
        .update();
    return id;
  }

  private UUID alert(UUID person) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into gates.alert (id, kind, cause, person_id, opened_at) values (?, 'future_time', ?, ?, now())")
        .params(id, UUID.randomUUID(), person)
        .update();
    return id;
  }
}
