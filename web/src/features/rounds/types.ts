import type { Uuid } from '@/api'

export interface Named {
  id: Uuid
  name: string
}

export type RoundState = 'draft' | 'opened' | 'closed'

export interface Round {
  id: Uuid
  no: number
  name: string
  state: RoundState
  opensAt: string
  closesAt: string
  criteria: {
    everyone: boolean
    units: Named[]
    places: Named[]
    keyGroups: string[]
    persons: number
  }
  pools: Record<string, number>
  points: Named[]
  madeBy: string
  openedAt?: string | null
  closedAt?: string | null
  chasedAt?: string | null
  expected: number
  tested: number
  exempt: number
  missing: number
  version: number
}

export interface KeyGroup {
  name: string
  days: number
  single: boolean
}

export interface Defaults {
  pools: Record<string, number>
  keyGroups: KeyGroup[]
  sizes: number[]
  now: string
}

export interface Preview {
  people: number
  reasons: Record<string, number>
  groups: Record<string, number>
}

export interface Figures {
  expected: number
  tested: number
  exempt: number
  missing: number
}

export interface UnitRow {
  unit: Uuid
  name: string
  kind: string
  parent?: Uuid | null
  figures: Figures
}

export interface Coverage {
  total: Figures
  units: UnitRow[]
  places: { place?: Uuid | null; name: string; figures: Figures }[]
  groups: { group: string; figures: Figures }[]
}

export const STATES = ['missing', 'tested', 'exempt'] as const
export type PersonState = (typeof STATES)[number]

export interface PersonRow {
  person: Uuid
  name?: string | null
  unitName: string
  state: PersonState
  reason: string
  reasonName?: string | null
  note?: string | null
  group: string
  pool: number
  child: boolean
  slotPlace?: string | null
  testedAt?: string | null
  testedPlace?: string | null
  lastSeenAt?: string | null
  lastSeenPlace?: string | null
  inside: boolean
}

export const EXEMPTIONS = [
  'medical',
  'away',
  'isolated',
  'tested_elsewhere',
  'recovered',
  'left_park',
] as const

export interface Exemption {
  id: Uuid
  person: Uuid
  name?: string | null
  unitName: string
  reason: string
  note?: string | null
  state: 'asked' | 'approved' | 'refused' | 'withdrawn'
  askedBy: string
  askedAt: string
  decidedBy?: string | null
  mine: boolean
}

export interface Slot {
  id: Uuid
  unit: Uuid
  unitName: string
  building?: string | null
  place: Uuid
  placeName: string
  from: string
  until: string
  people: number
  toldAt?: string | null
}

export interface Point {
  id: Uuid
  code: string
  name: string
  opens: string
  closes: string
  desks: string[]
  staff: number
  perHour: number
  active: boolean
  version: number
  queue: number
  ahead: number
  waitMinutes: number
  waitAhead: number
  told: boolean
  doneLately: number
  doneToday: number
  slotPeople: number
}

export interface PointsView {
  asOf: string
  waitLimit: number
  points: Point[]
  shift?: {
    slot: Uuid
    version: number
    unit: Named
    from: Named
    to: Named
    people: number
    waitBefore: number
    waitAfter: number
  } | null
}

export const STANDINGS = ['due', 'overdue', 'blocked', 'ahead'] as const
export type Standing = (typeof STANDINGS)[number]

export interface CalendarCount {
  group: string
  everyDays: number
  people: number
  ahead: number
  due: number
  overdue: number
  blocked: number
}

export interface CalendarView {
  today: string
  blockAfterDays: number
  groups: CalendarCount[]
}

export interface CalendarEntry {
  person: Uuid
  name?: string | null
  unitName: string
  group: string
  everyDays: number
  lastAt?: string | null
  dueOn: string
  standing: Standing
}
