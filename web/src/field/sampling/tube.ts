import { type IdentityDocument, mask, readIdentity } from '@/domain/documents'
import type { Purpose, RuledSwab, RuledTube, SwabLane } from '@/domain/tubeRules'
import type { Subject } from '../gate/pass'
import type { Fact } from '../queue/outbox'

export interface Guardian {
  name: string
  relation: 'parent' | 'grandparent' | 'teacher' | 'other'
}
export const RELATIONS = ['parent', 'grandparent', 'teacher', 'other'] as const

/** A swab as this device recorded it. Its id is that of its fact. */
export interface Swab {
  id: string
  at: string
  person: string
  /** Masked: the queue can read the screen. */
  name: string
  household: string | null
  group: string | null
  purpose: Purpose
  lane: SwabLane
  round: string | null
  undone: boolean
  undoneAt: string | null
}

/** A tube as this device filled it. */
export interface Tube {
  code: string
  size: number
  sealed: boolean
  openedAt: string
  round: string | null
  swabs: Swab[]
}

/** What the sheet of the sampling point says of a person who differs from everybody else. */
export interface SheetPerson {
  id: string
  pool: number
  group?: string | null
  household?: string | null
  child?: boolean
  tested?: boolean
}

/** Somebody about to be swabbed, with all that the rules ask. */
export interface Candidate {
  subject: Subject
  key: string
  name: string
  pool: number
  household: string | null
  group: string | null
  child: boolean
  testedInRound: boolean
  method: 'scan' | 'typed'
  guardian: Guardian | null
}

/** What goes for every swab until it is changed. */
export interface Setting {
  round: string | null
  purpose: Purpose
  lane: SwabLane
  desk: string | null
}

export interface Where {
  place: string
  registrar: string | null
  offline: boolean
}

export function live(tube: Tube): Swab[] {
  return tube.swabs.filter((swab) => !swab.undone)
}

export function isFull(tube: Tube): boolean {
  return live(tube).length >= tube.size
}

export function laneOf(tube: Tube): SwabLane | null {
  return live(tube)[0]?.lane ?? null
}

export function ruled(tube: Tube): RuledTube {
  return { code: tube.code, size: tube.size, sealed: tube.sealed, members: tube.swabs }
}

export function asked(candidate: Candidate, setting: Setting): RuledSwab {
  const { key, pool, household, group, child, guardian, testedInRound } = candidate
  return {
    person: key,
    // Whoever was in a positive tube is swabbed alone, whatever their group.
    pool: setting.purpose === 'positive_follow_up' ? 1 : pool,
    household,
    group,
    purpose: setting.purpose,
    lane: setting.lane,
    child,
    guardian: guardian !== null,
    testedInRound,
  }
}

/** The first character of a name, of a longer one the last too; as the server masks. */
export function maskName(name: string): string {
  const characters = [...name]
  if (characters.length <= 1) return '*'
  if (characters.length === 2) return `${characters[0]}*`
  return characters[0] + '*'.repeat(characters.length - 2) + characters[characters.length - 1]
}

export function keyOf(subject: Subject): string {
  return subject.known
    ? subject.entry.id
    : `${subject.document.type}:${subject.document.number.toUpperCase()}`
}

export function shownName(subject: Subject): string {
  return subject.known ? maskName(subject.entry.name) : mask(subject.document.number)
}

const CHILD_UNDER = 14

/** Under 14 by the identity number; false where it tells no birth date. */
export function isChild(document: IdentityDocument, at: string): boolean {
  const birth = readIdentity(document)?.birthDate
  if (birth === undefined) return false
  const day = new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10)
  const grown = `${Number(birth.slice(0, 4)) + CHILD_UNDER}${birth.slice(4)}`
  return day < grown
}

export function swabFact(
  swab: Swab,
  tube: Tube,
  candidate: Candidate,
  setting: Setting,
  where: Where,
): Fact {
  return {
    id: swab.id,
    type: 'sampling.swab',
    at: swab.at,
    place: where.place,
    person: personOf(candidate.subject),
    data: {
      tube: tube.code,
      pool: tube.size,
      purpose: swab.purpose,
      ...present({
        desk: setting.desk,
        round: swab.round,
        lane: swab.lane === 'apart' ? 'apart' : null,
        household: candidate.household,
        group: candidate.group,
        child: candidate.child || null,
        guardian: candidate.guardian,
        registrar: where.registrar,
        offline: where.offline || null,
      }),
    },
  }
}

export function undoFact(id: string, at: string, swab: Swab, place: string): Fact {
  return { id, type: 'sampling.undo', at, place, person: null, data: { swab: swab.id } }
}

export function sealFact(id: string, at: string, tube: Tube, place: string): Fact {
  const data = { tube: tube.code, swabs: live(tube).length }
  return { id, type: 'sampling.seal', at, place, person: null, data }
}

export function refusalFact(
  id: string,
  at: string,
  subject: Subject,
  refusal: { round: string | null; reason: string },
  place: string,
): Fact {
  const data = { ...present({ round: refusal.round }), reason: refusal.reason }
  return { id, type: 'sampling.refusal', at, place, person: personOf(subject), data }
}

export function queueFact(id: string, at: string, length: number, place: string): Fact {
  return { id, type: 'sampling.queue', at, place, person: null, data: { length } }
}

/** A document the roster doesn't know has no person yet: the server makes one provisionally. */
function personOf(subject: Subject): unknown {
  if (subject.known) return { id: subject.entry.id }
  const { type, number } = subject.document
  return { document: { type, number }, ...(subject.name ? { name: subject.name } : {}) }
}

function present(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== null && v !== undefined))
}
