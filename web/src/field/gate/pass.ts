import { type IdentityDocument, mask } from '@/domain/documents'
import {
  type ClassOfPerson,
  type Colour,
  type Direction,
  type Emergency,
  type GateQuestion,
  inForce,
  judge,
  mandatoryFields,
  overtaken,
  type Override,
  type Restriction,
  type TestShown,
  type TripCard,
  type Verdict,
} from '@/domain/verdict'
import type { RosterEntry, RosterHead } from '../device/roster'
import type { Fact, Summary } from '../queue/outbox'

/** Who stands at the gate: somebody of the roster, or what the guard read from a document. */
export type Subject =
  | { known: true; entry: RosterEntry }
  | { known: false; document: IdentityDocument; name: string | null; phone: string | null }

/** A registration in progress. It has the id of the fact that it becomes, so it becomes one only. */
export interface Draft {
  id: string
  /** World time of the last thing the guard entered: the time of the pass. */
  at: string
  subject: Subject
  method: 'scan' | 'typed'
  direction: Direction
  lane: string | null
  colour: Colour | null
  temperatures: number[]
  tripCard: TripCard | null
  /** `none`: asked, and none was shown. */
  test: TestShown | 'none' | null
  reason: string | null
  host: string | null
  escort: string | null
  classOfPerson: ClassOfPerson | null
}

export interface Beginning {
  id: string
  at: string
  subject: Subject
  method: 'scan' | 'typed'
  direction: Direction
  lane: string | null
}

/** What the guard is asked next; one thing at a time. */
export type Step =
  | 'name'
  | 'class'
  | 'colour'
  | 'temperature'
  | 're_measure'
  | 'trip'
  | 'test'
  | 'reason'
  | 'host'
  | 'escort'
  | 'decide'

/** A known shift worker's green code is the normal case and is filled in; nobody else's is. */
export function begin(beginning: Beginning): Draft {
  const { subject } = beginning
  const usual = subject.known && subject.entry.classOfPerson === 'shift_worker'
  return {
    ...beginning,
    colour: usual ? 'green' : null,
    temperatures: [],
    tripCard: null,
    test: null,
    reason: null,
    host: null,
    escort: null,
    classOfPerson: null,
  }
}

function testOf(draft: Draft): TestShown | null {
  return draft.test === 'none' ? null : draft.test
}

export function classOf(draft: Draft): string | null {
  return (draft.subject.known ? draft.subject.entry.classOfPerson : null) ?? draft.classOfPerson
}

/** The roster's age in hours at a world time; null without a roster. */
export function rosterAgeHours(head: RosterHead | null, at: string): number | null {
  return head === null ? null : Math.max(0, (Date.parse(at) - Date.parse(head.asOf)) / 3_600_000)
}

export function questionOf(draft: Draft, head: RosterHead | null): GateQuestion {
  const known = draft.subject.known
  const entry = draft.subject.known ? draft.subject.entry : null
  return {
    fact: { ...draft, test: testOf(draft) },
    person: {
      known,
      provisional: entry?.provisional ?? false,
      classOfPerson: entry?.classOfPerson ?? null,
    },
    restrictions: entry?.restrictions ?? [],
    override: overrideAt(entry?.overrides ?? [], draft.at),
    evacuation: head?.evacuation ?? false,
    rules: head?.rules ?? {},
    edition: head?.edition ?? null,
    rosterAgeHours: rosterAgeHours(head, draft.at),
  }
}

/** The override in force that lasts longest, else the one that ended last. */
function overrideAt(overrides: readonly Override[], at: string): Override | null {
  const begun = overrides.filter((o) => !o.from || Date.parse(o.from) <= Date.parse(at))
  return begun.sort((a, b) => Date.parse(b.until) - Date.parse(a.until))[0] ?? null
}

export function verdictOf(draft: Draft, head: RosterHead | null): Verdict {
  return judge(questionOf(draft, head))
}

/**
 * What to ask next. Somebody who will be denied or held whatever else is measured is not kept
 * standing for more questions.
 */
export function stepOf(draft: Draft, head: RosterHead | null): Step {
  const verdict = verdictOf(draft, head)
  if (!draft.subject.known && draft.subject.name === null) return 'name'
  if (draft.direction === 'out' || head?.evacuation) return 'decide'
  if (asksCode(draft)) return 'colour'
  if (verdict.action === 'deny' || verdict.action === 'hold') return 'decide'
  const visitClass = classOf(draft)
  if (visitClass === null) return 'class'
  return (
    missingStep(draft, mandatoryFields(head?.rules ?? {}, visitClass), head) ?? reMeasure(verdict)
  )
}

function missingStep(
  draft: Draft,
  fields: readonly string[],
  head: RosterHead | null,
): Step | null {
  const asksTest =
    fields.includes('test') ||
    isTestFirst(draft) ||
    typeof head?.rules[`gate.test.max_age_hours.${classOf(draft)}`] === 'number'
  if (fields.includes('colour') && draft.colour === null) return 'colour'
  if (fields.includes('temperature') && draft.temperatures.length === 0) return 'temperature'
  if (fields.includes('tripCard') && draft.tripCard === null) return 'trip'
  if (asksTest && draft.test === null) return 'test'
  if (fields.includes('reason') && draft.reason === null) return 'reason'
  if (fields.includes('host') && draft.host === null) return 'host'
  if (fields.includes('escort') && draft.escort === null) return 'escort'
  return null
}

function standing({ subject, at }: Draft): Restriction[] {
  const restrictions = subject.known ? (subject.entry.restrictions ?? []) : []
  return restrictions.filter((r) => inForce(r, Date.parse(at)))
}

/** What an official code led to is nobody's last word before the code is shown. */
function asksCode(draft: Draft): boolean {
  return draft.colour === null && standing(draft).some((r) => r.byCode)
}

/** Whoever enters after a test is asked for it. */
function isTestFirst(draft: Draft): boolean {
  return standing(draft).some((r) => r.kind === 'test_first' && !overtaken(r, draft.colour))
}

function reMeasure(verdict: Verdict): Step {
  const asked = verdict.reasons.some(
    (r) => r.code === 'temperature_high' || r.code === 'temperature_implausible',
  )
  return verdict.action === 're_measure' && asked ? 're_measure' : 'decide'
}

/** An unknown document has no person yet: the server makes one provisionally. */
export function personOf(subject: Subject): unknown {
  if (subject.known) return { id: subject.entry.id }
  return {
    document: { type: subject.document.type, number: subject.document.number },
    ...(subject.name ? { name: subject.name } : {}),
    ...(subject.phone ? { phone: subject.phone } : {}),
  }
}

export function titleOf(subject: Subject): string {
  return subject.known ? subject.entry.name : subject.name || mask(subject.document.number)
}

/** The fact a finished draft becomes; only what was seen is in it. */
export function factOf(
  draft: Draft,
  head: RosterHead | null,
  place: string,
  guard: string | null,
): Fact {
  const verdict = verdictOf(draft, head)
  const shown = {
    lane: draft.lane,
    colour: draft.colour,
    tripCard: draft.tripCard,
    test: testOf(draft),
    reason: draft.reason || null,
    host: draft.host || null,
    escort: draft.escort || null,
    classOfPerson: classOf(draft),
    guard,
  }
  return {
    id: draft.id,
    type: 'gates.pass',
    at: draft.at,
    place,
    person: personOf(draft.subject),
    data: {
      direction: draft.direction,
      ...present(shown),
      ...(draft.temperatures.length > 0 ? { temperatures: draft.temperatures } : {}),
      method: draft.method,
      device: deviceVerdict(verdict),
    },
  }
}

export function summaryOf(draft: Draft, head: RosterHead | null): Summary {
  const unit = draft.subject.known ? draft.subject.entry.unitName : null
  return {
    title: titleOf(draft.subject),
    ...(unit ? { detail: unit } : {}),
    action: verdictOf(draft, head).action,
    direction: draft.direction,
    kind: 'pass',
  }
}

/** Life first: nothing is asked. */
export function emergencyFact(
  kind: Emergency,
  at: {
    id: string
    at: string
    place: string
    lane: string | null
    direction: Direction
    guard: string | null
  },
  edition: string | null,
): Fact {
  return {
    id: at.id,
    type: 'gates.pass',
    at: at.at,
    place: at.place,
    person: null,
    data: {
      direction: at.direction,
      emergency: kind,
      ...present({ lane: at.lane, guard: at.guard }),
      method: 'typed',
      device: { action: 'pass', reasons: ['emergency_pass'], ...present({ edition }) },
    },
  }
}

function deviceVerdict(verdict: Verdict) {
  return {
    action: verdict.action,
    reasons: verdict.reasons.map((r) => r.code),
    ...present({ edition: verdict.edition }),
  }
}

function present(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== null && v !== undefined))
}
