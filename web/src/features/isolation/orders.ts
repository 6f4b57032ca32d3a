import type { Instant, Uuid } from '@/api'
import type { Tone } from '@/ui/StateMark.vue'

export type OrderState = 'proposed' | 'ordered' | 'released' | 'ended' | 'withdrawn'

export interface IsolationOrder {
  id: Uuid
  person: { id: Uuid; name?: string | null; unitName?: string | null }
  disease: string
  kind: 'close' | 'secondary'
  via?: { name?: string | null } | null
  lastExposure: string
  basis?: string | null
  isolatedOn?: string | null
  place?: 'central' | 'home' | null
  roomId?: Uuid | null
  roomName?: string | null
  document?: string | null
  untilOn?: string | null
  state: OrderState
  proposedAt: Instant
  arrivedAt?: Instant | null
  endedAt?: Instant | null
  endedBy?: string | null
  endDocument?: string | null
  why?: string | null
  stays: { kind: string; first: string; last: string }[]
  tests: {
    on: string
    day: number
    twice: boolean
    beforeRelease: boolean
    state: 'negative' | 'positive' | 'open' | 'missing' | 'to_come'
  }[]
  releasable?: string | null
  missing: { cause: string; on?: string | null }[]
  worker?: { id: Uuid; name?: string | null } | null
  dependent: boolean
  carer?: Carer | null
  today: Partial<Record<Half, HalfState>>
  latest?: Reading | null
  version: number
}

/** Who stays with a child or somebody who needs help. */
export interface Carer {
  id: Uuid
  name?: string | null
  unitName?: string | null
  /** Without an order of their own; gone: another must be found. Absent: the order is over. */
  state?: 'ordered' | 'own' | 'gone' | null
}

export type Half = 'morning' | 'evening'
/** What became of half a day; one that was over when the person came is left out. */
export type HalfState = ReadingState | 'to_come' | 'missed'
export type ReadingState = 'seen_well' | 'seen_unwell' | 'not_performed' | 'not_attempted'

export interface Reading {
  id: Uuid
  at: Instant
  state: ReadingState
  temperature?: number | null
  symptoms: string[]
  how: 'visit' | 'phone' | 'own'
  note?: string | null
  by: string
}

/** A doctor's look at somebody, and what came of it. */
export interface MedicalCheck {
  id: Uuid
  at: Instant
  doctor: string
  outcome: 'stays' | 'to_hospital' | 'tested'
  note?: string | null
  by: string
}

export const CHECK_OUTCOMES: MedicalCheck['outcome'][] = ['stays', 'tested', 'to_hospital']

export const CHECK_TONES: Record<MedicalCheck['outcome'], Tone> = {
  stays: 'plain',
  tested: 'note',
  to_hospital: 'warn',
}

export const READING_STATES: ReadingState[] = [
  'seen_well',
  'seen_unwell',
  'not_performed',
  'not_attempted',
]

export const SYMPTOMS = [
  'fever',
  'cough',
  'sore_throat',
  'fatigue',
  'breathless',
  'taste_loss',
  'diarrhoea',
  'vomiting',
  'other',
] as const

export const READING_TONES: Record<ReadingState, Tone> = {
  seen_well: 'good',
  seen_unwell: 'bad',
  not_performed: 'warn',
  not_attempted: 'warn',
}

export const HALF_TONES: Record<HalfState, Tone> = {
  ...READING_TONES,
  to_come: 'note',
  missed: 'bad',
}

/** The halves of today that are asked for, the morning first. */
export function halves(order: Pick<IsolationOrder, 'today'>): { half: Half; state: HalfState }[] {
  return (['morning', 'evening'] as const).flatMap((half) => {
    const state = order.today[half]
    return state ? [{ half, state }] : []
  })
}

export interface Room {
  id: Uuid
  name: string
  site: string
  people: number
  /** Absent: one person, or people who belong together. */
  capacity?: number | null
}

/** A room for somebody: why it won't do, and what to think of. */
export interface RoomChoice extends Room {
  reasons: ('TAKEN' | 'FULL' | 'COUNTERPART')[]
  hints: ('COUNTERPART_SITE' | 'COUNTERPART_HOME' | 'CHILD_ALONE')[]
}

export interface RoomChoices {
  child: boolean
  needsCarer: boolean
  mates: { id: Uuid; name?: string | null }[]
  rooms: RoomChoice[]
}

export const ORDER_TONES: Record<OrderState, Tone> = {
  proposed: 'bad',
  ordered: 'warn',
  released: 'good',
  ended: 'plain',
  withdrawn: 'plain',
}

export const TEST_TONES: Record<IsolationOrder['tests'][number]['state'], Tone> = {
  negative: 'good',
  positive: 'bad',
  open: 'odd',
  missing: 'bad',
  to_come: 'note',
}

/** What an option says of a room, as keys of texts; a missing carer is said beside the list. */
export function roomNotes(room: RoomChoice): string[] {
  const hints = room.hints.filter((hint) => hint !== 'CHILD_ALONE')
  return room.reasons.length > 0
    ? room.reasons.map((reason) => `orders.roomReason.${reason}`)
    : hints.map((hint) => `orders.roomHint.${hint}`)
}

/** Who could stay with somebody, whoever does already first, each once. */
export function carersFor(
  order: Pick<IsolationOrder, 'carer'>,
  mates: RoomChoices['mates'],
): RoomChoices['mates'] {
  const now = order.carer && order.carer.state !== 'gone' ? [order.carer] : []
  return [...now, ...mates.filter((mate) => mate.id !== now[0]?.id)]
}

/** Empty rooms first, for whoever is brought without an order's rules. */
export function byFreedom(rooms: readonly Room[]): Room[] {
  return [...rooms].sort((one, other) => one.people - other.people)
}

/** How many rooms are empty, of how many. */
export function free(rooms: readonly Room[]): { free: number; all: number } {
  return { free: rooms.filter((room) => room.people === 0).length, all: rooms.length }
}

/** The tests that still matter today: those done are counted, not listed. */
export function testsShown(order: Pick<IsolationOrder, 'tests'>) {
  return {
    done: order.tests.filter((test) => test.state === 'negative').length,
    rest: order.tests.filter((test) => test.state !== 'negative'),
  }
}
