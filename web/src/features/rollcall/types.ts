import type { Uuid } from '@/api'

/** State of a unit's own daily report; absent when none is due. */
export type ReportState = 'none' | 'filed' | 'signed' | 'corrected'

export interface UnitRow {
  unit: Uuid
  name: string
  kind: string
  parent?: Uuid | null
  expected: number
  accounted: number
  missing: number
  exempt: number
  report?: ReportState | null
  silent: number
}

export interface DayView {
  day: string
  openedAt?: string | null
  units: UnitRow[]
}

export const STATES = ['missing', 'accounted', 'exempt'] as const
export type PersonState = (typeof STATES)[number]

export interface PersonRow {
  person: Uuid
  name?: string | null
  unit: Uuid
  unitName: string
  rule: string
  shift?: string | null
  from: string
  until: string
  state: PersonState
  since: string
  how?: string | null
  fact?: Uuid | null
  note?: string | null
  by?: string | null
  insideOf?: string | null
  insideSince?: string | null
}

/** How a person says that somebody is accounted for. */
export const HOWS = [
  'check_in',
  'living_in',
  'away',
  'leave',
  'isolated',
  'seen',
  'own_report',
] as const
export type How = (typeof HOWS)[number]

/** Parts that make `expected`, in the order of the form. */
export const PARTS = ['onDuty', 'livingIn', 'away', 'leave', 'isolated', 'missing'] as const

export interface Figures {
  expected: number
  onDuty: number
  livingIn: number
  away: number
  leave: number
  isolated: number
  missing: number
  fever: number
}

export interface Correction {
  no: number
  figures: Figures
  reason: string
  by: string
  at: string
}

export interface ReportView {
  unit: Uuid
  unitName: string
  day: string
  state: ReportState
  zero?: boolean | null
  figures?: Figures | null
  items: string[]
  note?: string | null
  filedBy?: string | null
  filedAt?: string | null
  signedBy?: string | null
  signedAt?: string | null
  version?: number | null
  corrections: Correction[]
  now: Figures
}

export const PATTERN_KINDS = ['every_day', 'week', 'cycle', 'frequency', 'inherit'] as const

export interface PatternView {
  unit: Uuid
  unitName: string
  from: string
  end?: string | null
  kind: string
  data: {
    days?: number[]
    anchor?: string
    turns?: string[]
    shifts?: Record<string, { from: string; until: string }>
  }
  setBy: string
}
