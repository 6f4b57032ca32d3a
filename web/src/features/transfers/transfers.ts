import type { Instant, Uuid } from '@/api'
import type { Tone } from '@/ui/StateMark.vue'

export type TransferState = 'waiting' | 'under_way' | 'arrived' | 'cancelled'
export type TransferAct = 'pick-up' | 'arrive' | 'cancel'

/** Somebody to be brought somewhere; nothing of why. */
export interface Transfer {
  id: Uuid
  personId: Uuid
  name?: string | null
  unitName?: string | null
  /** Masked. */
  phone?: string | null
  from?: string | null
  /** Without it: to a site, the room isn't given yet. */
  to?: string | null
  /** An order of isolation is told of the arrival. */
  ordered: boolean
  /** The order has ended on the way: somebody must say where to. */
  adrift: boolean
  askedAt: Instant
  askedBy: string
  dueAt?: Instant | null
  note?: string | null
  state: TransferState
  vehicle?: string | null
  officer?: string | null
  pickedUpAt?: Instant | null
  endedAt?: Instant | null
  endedBy?: string | null
  why?: string | null
  version: number
}

export const TRANSFER_STATES: TransferState[] = ['waiting', 'under_way', 'arrived', 'cancelled']

export const TRANSFER_TONES: Record<TransferState, Tone> = {
  waiting: 'warn',
  under_way: 'note',
  arrived: 'good',
  cancelled: 'plain',
}

export type Urgency = 'none' | 'later' | 'near' | 'past'

/** From then on a deadline is near, in milliseconds. */
const NEAR = 2 * 3_600_000

/** How it stands with the deadline; of what has ended, nobody asks any more. */
export function urgency(row: Pick<Transfer, 'dueAt' | 'state'>, now: number): Urgency {
  if (!row.dueAt) return 'none'
  if (row.state === 'arrived' || row.state === 'cancelled') return 'later'
  const left = Date.parse(row.dueAt) - now
  if (left < 0) return 'past'
  return left < NEAR ? 'near' : 'later'
}

export const URGENCY_TONES: Record<Exclude<Urgency, 'none'>, Tone> = {
  later: 'plain',
  near: 'warn',
  past: 'bad',
}

/** What may be done next, the most likely first. */
export function nextActs(state: TransferState, may: { act: boolean; ask: boolean }): TransferAct[] {
  const acts: TransferAct[] = []
  if (may.act && state === 'waiting') acts.push('pick-up')
  if (may.act && state === 'under_way') acts.push('arrive')
  const open = state === 'waiting' || state === 'under_way'
  if (open && (may.act || may.ask)) acts.push('cancel')
  return acts
}
