import type { Instant, Uuid } from '@/api'
import type { Tone } from '@/ui/StateMark.vue'

export type Purpose = 'follow_up' | 'declaration'
export const NEED_KINDS = ['medicine', 'meals', 'infant', 'other'] as const
export type NeedKind = (typeof NEED_KINDS)[number]
export type NeedState = 'open' | 'done' | 'over'

export const NEED_TONES: Record<NeedState, Tone> = { open: 'warn', done: 'good', over: 'plain' }

export interface Handed {
  id: Uuid
  at: Instant
  own: boolean
  unwell: boolean
  temperature?: number
  symptoms: string[]
  note?: string
  corrects?: Uuid
}

export interface HalfDay {
  half: 'morning' | 'evening'
  state: 'done' | 'to_come' | 'missed'
  due: Instant
  handed: Handed[]
}

export const HALF_TONES: Record<HalfDay['state'], Tone> = {
  done: 'good',
  to_come: 'note',
  missed: 'bad',
}

export interface Need {
  id: Uuid
  order?: Uuid
  kind: NeedKind
  text?: string
  askedAt: Instant
  dueAt: Instant
  state: NeedState
  answer?: string
  endedBy?: string
}

export interface FollowUp {
  until?: string
  place?: 'central' | 'home'
  site?: string
  room?: string
  today: HalfDay[]
  correctable?: Uuid
  nextTest?: string
  needs: Need[]
}

export interface Page {
  purpose: Purpose
  name: string
  asOf: Instant
  followUp?: FollowUp
  declared?: Instant[]
}

export interface Link {
  id: Uuid
  purpose: Purpose
  madeAt: Instant
  madeBy: string
  expiresAt: Instant
}

/** A temperature as typed, also with a comma or full-width digits; null: none can be read. */
export function measured(typed: string): number | null {
  const plain = typed
    .normalize('NFKC')
    .replace(/[,，。]/g, '.')
    .trim()
  const value = Number(plain)
  return plain !== '' && value >= 34 && value <= 43 ? value : null
}

/** The readings that count: one that was corrected is left out. */
export function counting(handed: readonly Handed[]): Handed[] {
  const corrected = new Set(handed.map((one) => one.corrects))
  return handed.filter((one) => !corrected.has(one.id))
}
