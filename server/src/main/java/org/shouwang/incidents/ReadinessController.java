package org.shouwang.incidents;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Readiness over HTTP. A unit's lead sees and looks at what the unit answers for. */
@RestController
@RequestMapping("/api/v1/incidents/readiness")
class ReadinessController {

  private final Readiness readiness;

  ReadinessController(Readiness readiness) {
    this.readiness = readiness;
  }

  @GetMapping
  @Access(
      value = {Permission.INCIDENT_READ, Permission.COMMAND_CARRY_OUT},
      within = Within.UNITS)
  List<Readiness.Standing> list(Caller caller) {
    return readiness.standing(caller.scope());
  }

  @GetMapping("/{item}/checks")
  @Access(
      value = {Permission.INCIDENT_READ, Permission.COMMAND_CARRY_OUT},
      within = Within.UNITS)
  List<ReadinessStore.Check> checks(@PathVariable String item, Caller caller) {
    return readiness.history(item, caller.scope());
  }

  /** A look at an item; the client makes the id, so that a retry keeps it once. */
  record Checking(
      @Nullable UUID id, @Nullable String item, @Nullable Boolean ready, @Nullable String note) {}

  @PostMapping
  @Access(
      value = {Permission.INCIDENT_ACT, Permission.COMMAND_CARRY_OUT},
      within = Within.UNITS)
  @Transactional
  Readiness.Standing check(@RequestBody Checking body, Caller caller) {
    UUID id = Texts.required("id", body.id());
    String item = Texts.text("item", body.item());
    boolean ready = Texts.required("ready", body.ready());
    String note = Texts.optional("note", body.note(), Texts.MOST);
    if (!ready && note == null) {
      throw Texts.missing("note");
    }
    return readiness.check(id, item, ready, note, caller);
  }
}
