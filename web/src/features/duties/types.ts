import type { Instant, Uuid } from '@/api'

export const STATES = ['late', 'open', 'waiting', 'done', 'waived', 'passed_on'] as const
export type DutyState = (typeof STATES)[number]

/** Something is still to be done: it may be waived or handed on. */
export const PENDING: readonly DutyState[] = ['late', 'open', 'waiting']

/** A unit with the counts of itself and all below it. */
export interface Supervised {
  unit: Uuid
  name: string
  parent?: Uuid | null
  waiting: number
  open: number
  late: number
  done: number
  waived: number
  passedOn: number
}

export interface Supervision {
  from: string
  to: string
  kinds: string[]
  units: Supervised[]
}

export interface Duty {
  id: Uuid
  kind: string
  title: string
  holderKind: string
  holder: Uuid
  holderName?: string | null
  unit: Uuid
  unitName?: string | null
  subjectKind: string
  subject: Uuid
  subjectName?: string | null
  day: string
  opensAt: Instant
  dueAt: Instant
  state: DutyState
  stateAt: Instant
  step: number
  evidence?: Uuid | null
  reason?: string | null
}

export interface Change {
  at: Instant
  was: string
  state: DutyState
  actorKind: string
  actorName: string
  why?: string | null
  cause?: Uuid | null
}

/** A duty that comes again. */
export interface Routine {
  id: Uuid
  title: string
  unit: Uuid
  unitName?: string | null
  person?: Uuid | null
  personName?: string | null
  weekdays: number[]
  opens: string
  due: string
  ladder?: string | null
  firstDay: string
  lastDay?: string | null
  over: boolean
}
