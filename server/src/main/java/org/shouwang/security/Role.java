package org.shouwang.security;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Roles of accounts. */
public enum Role {
  /** Runs the system; sees no person's file by this role. */
  ADMINISTRATOR(
      Permission.ACCOUNTS_MANAGE,
      Permission.DEVICES_MANAGE,
      Permission.PEOPLE_READ,
      Permission.PEOPLE_MANAGE,
      Permission.POLICY_READ,
      Permission.POLICY_MANAGE,
      Permission.GATES_WATCH,
      Permission.CHANNELS_MANAGE,
      Permission.CLOCK_SET),
  /** Command centre 指挥中心. */
  COMMAND(
      Permission.PEOPLE_READ,
      Permission.PEOPLE_MANAGE,
      Permission.PEOPLE_UNMASK,
      Permission.POLICY_READ,
      Permission.POLICY_SWITCH,
      Permission.DEVICES_MANAGE,
      Permission.GATES_WATCH,
      Permission.GATES_ACT,
      Permission.GATES_APPROVE,
      Permission.FACTS_SUBMIT,
      Permission.DUTIES_READ,
      Permission.DUTIES_ACT,
      Permission.ROLLCALL_READ,
      Permission.ROLLCALL_FILE,
      Permission.COMMAND_READ,
      Permission.COMMAND_CARRY_OUT,
      Permission.COMMAND_DIRECT,
      Permission.REPORTS_READ,
      Permission.REPORTS_SIGN,
      Permission.STATUS_READ,
      Permission.STATUS_EVIDENCE,
      Permission.STATUS_PROPOSE,
      Permission.STATUS_DECIDE,
      Permission.SAMPLING_READ,
      Permission.SAMPLING_MANAGE,
      Permission.SAMPLING_REGISTER,
      Permission.RESULTS_READ,
      Permission.CASES_READ,
      Permission.CASES_ACT,
      Permission.CASES_DECIDE,
      Permission.INCIDENT_READ,
      Permission.INCIDENT_ACT,
      Permission.ISOLATION_READ,
      Permission.ISOLATION_ACT,
      Permission.TRANSFER_READ,
      Permission.TRANSFER_ASK,
      Permission.TRANSFER_ACT,
      Permission.SCREENING_READ,
      Permission.SCREENING_ACT,
      Permission.SCREENING_LIST,
      Permission.CHANNELS_MANAGE),
  /** Lead of a unit and what is below it. */
  UNIT_LEAD(
      Permission.PEOPLE_READ,
      Permission.POLICY_READ,
      Permission.GATES_WATCH,
      Permission.DUTIES_READ,
      Permission.DUTIES_ACT,
      Permission.ROLLCALL_READ,
      Permission.ROLLCALL_FILE,
      Permission.COMMAND_READ,
      Permission.COMMAND_CARRY_OUT,
      Permission.REPORTS_READ,
      Permission.STATUS_READ,
      Permission.SCREENING_READ,
      Permission.SCREENING_ACT,
      Permission.SAMPLING_READ),
  /** Liaison with the health authority 疾控联络员: sees evidence and results, proposes. */
  CDC_LIAISON(
      Permission.PEOPLE_READ,
      Permission.PEOPLE_UNMASK,
      Permission.POLICY_READ,
      Permission.STATUS_READ,
      Permission.STATUS_EVIDENCE,
      Permission.STATUS_PROPOSE,
      Permission.SAMPLING_READ,
      Permission.RESULTS_READ,
      Permission.SCREENING_READ,
      Permission.SCREENING_ACT,
      Permission.SCREENING_LIST,
      Permission.CASES_READ,
      Permission.CASES_DECIDE,
      Permission.INCIDENT_READ,
      Permission.INCIDENT_ACT,
      Permission.ISOLATION_READ,
      Permission.ISOLATION_ACT,
      Permission.TRANSFER_READ,
      Permission.TRANSFER_ASK),
  /** Lead of an isolation site 隔离点负责人: rooms, arrivals, releases; sees no cases. */
  ISOLATION_LEAD(
      Permission.PEOPLE_READ,
      Permission.POLICY_READ,
      Permission.STATUS_READ,
      Permission.DUTIES_READ,
      Permission.ISOLATION_READ,
      Permission.ISOLATION_ACT,
      Permission.TRANSFER_READ,
      Permission.TRANSFER_ASK,
      Permission.TRANSFER_ACT),
  /** Transfer officer 转运员: who is to be brought where by when; nothing of why. */
  TRANSFER_OFFICER(Permission.TRANSFER_READ, Permission.TRANSFER_ACT),
  /** Follow-up worker 对接专人: sees who is isolated, records readings. */
  FOLLOW_UP_WORKER(Permission.ISOLATION_READ, Permission.FOLLOW_UP),
  /** Investigator 流调员: opens cases, finds contacts, names them, puts them to be decided. */
  INVESTIGATOR(
      Permission.PEOPLE_READ,
      Permission.PEOPLE_UNMASK,
      Permission.POLICY_READ,
      Permission.STATUS_READ,
      Permission.STATUS_EVIDENCE,
      Permission.STATUS_PROPOSE,
      Permission.SAMPLING_READ,
      Permission.RESULTS_READ,
      Permission.DUTIES_READ,
      Permission.SCREENING_READ,
      Permission.SCREENING_ACT,
      Permission.CASES_READ,
      Permission.CASES_ACT,
      Permission.CASES_DECIDE,
      Permission.INCIDENT_READ,
      Permission.INCIDENT_ACT,
      Permission.ISOLATION_READ,
      Permission.TRANSFER_READ,
      Permission.TRANSFER_ASK),
  /** Lead of sampling: rounds, points, laboratory files, conflicts. */
  SAMPLING_LEAD(
      Permission.PEOPLE_READ,
      Permission.POLICY_READ,
      Permission.FACTS_SUBMIT,
      Permission.DUTIES_READ,
      Permission.SAMPLING_READ,
      Permission.SAMPLING_MANAGE,
      Permission.SAMPLING_REGISTER,
      Permission.LABORATORY_REPORT,
      Permission.RESULTS_READ),
  /** Medic of an outside organisation, or registrar: registers and hands tubes over. */
  MEDIC(Permission.FACTS_SUBMIT, Permission.SAMPLING_REGISTER),
  /** Laboratory: receives tubes, reports results; sees tubes, not people. */
  LABORATORY(Permission.LABORATORY_REPORT),
  /** Lead of a gate: acts on holds, approves overrides. */
  GATE_LEAD(
      Permission.PEOPLE_READ,
      Permission.POLICY_READ,
      Permission.GATES_WATCH,
      Permission.GATES_ACT,
      Permission.GATES_APPROVE,
      Permission.FACTS_SUBMIT),
  /** Guard, registrar or checkpoint volunteer. */
  GUARD(Permission.FACTS_SUBMIT, Permission.SAMPLING_REGISTER),
  /** Reads the audit log, changes nothing. */
  AUDITOR(Permission.AUDIT_READ, Permission.POLICY_READ);

  private final Set<Permission> permissions;

  Role(Permission first, Permission... others) {
    permissions = java.util.Collections.unmodifiableSet(EnumSet.of(first, others));
  }

  /** What the role may do. */
  public Set<Permission> permissions() {
    return permissions;
  }

  /** Name in JSON and the database. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
