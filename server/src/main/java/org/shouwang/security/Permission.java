package org.shouwang.security;

/** What a caller may do; roles are sets of these. */
public enum Permission {
  /** Make, change, disable accounts. */
  ACCOUNTS_MANAGE,
  /** Enrol and revoke field devices. */
  DEVICES_MANAGE,
  /** Read the audit log and its seals. */
  AUDIT_READ,
  /** See people, units and places within one's units, masked. */
  PEOPLE_READ,
  /** Import and change people, units and places. */
  PEOPLE_MANAGE,
  /** See a document or phone unmasked, with a stated purpose. */
  PEOPLE_UNMASK,
  /** See the rules in force. */
  POLICY_READ,
  /** Check and load editions. */
  POLICY_MANAGE,
  /** See what a switch to other rules would change, decide it, call it off. */
  POLICY_SWITCH,
  /** Hand in facts. */
  FACTS_SUBMIT,
  /** Watch the gates live. */
  GATES_WATCH,
  /** Act on holds and alerts. */
  GATES_ACT,
  /** Override a verdict, start and end an evacuation. */
  GATES_APPROVE,
  /** See duties within one's units. */
  DUTIES_READ,
  /** Waive and hand on duties. */
  DUTIES_ACT,
  /** See who is accounted for within one's units. */
  ROLLCALL_READ,
  /** Account for people and file a unit's daily report. */
  ROLLCALL_FILE,
  /** See directives, tasks and notices that concern one's units. */
  COMMAND_READ,
  /** Acknowledge, split, report on and return one's units' tasks; answer notices. */
  COMMAND_CARRY_OUT,
  /** Take in upstream directives, issue directives and notices. */
  COMMAND_DIRECT,
  /** See boards, ledgers and documents. */
  REPORTS_READ,
  /** Sign documents off and correct them. */
  REPORTS_SIGN,
  /** Set where messages go. */
  CHANNELS_MANAGE,
  /** See the park control status of people within one's units: what is restricted, not why. */
  STATUS_READ,
  /** See the evidence behind a status: results, contact class, symptoms. */
  STATUS_EVIDENCE,
  /** Set a status by hand, which a second person must confirm; withdraw evidence. */
  STATUS_PROPOSE,
  /** Confirm what somebody else proposed; decide appeals. */
  STATUS_DECIDE,
  /** See rounds, coverage and who is missing within one's units; no results of persons. */
  SAMPLING_READ,
  /** Plan rounds and points, exempt people, resolve conflicts. */
  SAMPLING_MANAGE,
  /** Register people, fill and seal tubes, hand tubes over. */
  SAMPLING_REGISTER,
  /** Receive tubes and hand in results. */
  LABORATORY_REPORT,
  /** See results; confirm results entered by hand. */
  RESULTS_READ,
  /** See cases, contacts and who was near whom. */
  CASES_READ,
  /** Open, change and end cases; name contacts. */
  CASES_ACT,
  /** File what the health authority decided of contacts. */
  CASES_DECIDE,
  /** See orders of isolation within one's units. */
  ISOLATION_READ,
  /** File the authority's orders and releases, give rooms, move people. */
  ISOLATION_ACT,
  /** Record what a daily follow-up found. */
  FOLLOW_UP,
  /** See who is to be brought where, within one's units; nothing of why. */
  TRANSFER_READ,
  /** Ask that somebody be brought somewhere; call that off. */
  TRANSFER_ASK,
  /** Pick people up and bring them; call off what can't be done; see their phone. */
  TRANSFER_ACT,
  /** See declarations, risk areas and who was found, within one's units. */
  SCREENING_READ,
  /** Take declarations; say how it is with whoever was found. */
  SCREENING_ACT,
  /** See incidents, their steps and reports, and what followed from them. */
  INCIDENT_READ,
  /** Judge signals, lead an incident from response to its end, send its reports. */
  INCIDENT_ACT,
  /** File the authority's list of risk areas. */
  SCREENING_LIST,
  /** Set the world clock (a replay). */
  CLOCK_SET
}
