import type { Instant } from '@/api'
import type { Tone } from '@/ui/StateMark.vue'

export interface Named {
  id: string
  name?: string
  unitName?: string
}

export interface Stay {
  place: string
  from: string
  until: string
  transport?: string
}

export const STATES = ['open', 'confirmed', 'dismissed', 'over'] as const
export type HitState = (typeof STATES)[number]
export const LEVELS = ['high', 'medium', 'low'] as const
export type AreaLevel = (typeof LEVELS)[number]
export const ZONES = ['none', 'sealed', 'controlled', 'precaution'] as const
export type Zone = (typeof ZONES)[number]

export interface Hit {
  id: string
  person: Named
  kind: 'stay' | 'home' | 'contact' | 'contradiction'
  levelId?: string
  area?: string
  level?: AreaLevel
  zone?: Zone
  stay?: Stay
  certain: boolean
  reason?: 'present' | 'differs' | 'trip_card'
  foundAt: Instant
  state: HitState
  judgedAt?: Instant
  judgedBy?: string
  note?: string
}

export interface RiskArea {
  id: string
  name: string
  parts: string[]
  level: AreaLevel
  zone: Zone
  from: Instant
  until?: Instant
  document: string
  listedAt: Instant
  listedBy: string
  liftedBy?: string
  hits: Partial<Record<HitState, number>>
}

export interface Resident {
  id: string
  name?: string
  unitName?: string
  post?: string
  keyPost: boolean
  level: 'free' | 'watched' | 'test_first' | 'held' | 'barred'
}

export interface Declaration {
  id: string
  person: Named
  at: Instant
  contact: boolean
  note?: string
  by: string
  own: boolean
  stays: Stay[]
}

export const STATE_TONES: Record<HitState, Tone> = {
  open: 'warn',
  confirmed: 'bad',
  dismissed: 'good',
  over: 'plain',
}

export const LEVEL_TONES: Record<AreaLevel, Tone> = { high: 'bad', medium: 'warn', low: 'note' }

/** Whether a stay is filled in: a place, and days the right way round. */
export const complete = (stay: { place: string; from: string | null; until: string | null }) =>
  stay.place.trim() !== '' && stay.from !== null && stay.until !== null && stay.from <= stay.until
