import { uuidv7 } from '@/domain/uuidv7'
import { personOf, type Subject, titleOf } from '../gate/pass'
import type { Fact, Summary } from '../queue/outbox'

/** A place where somebody says that they were. Days are local, `YYYY-MM-DD`. */
export interface Stay {
  place: string
  from: string
  until: string
  transport: string
}

/** What somebody declares before it is handed in. */
export interface Declaration {
  contact: boolean | null
  stays: Stay[]
  note: string
}

/** Nothing farther back is taken by the server. */
export const DAYS_BACK = 60
const DAY_MS = 86_400_000
const SHANGHAI_MS = 8 * 3_600_000

/** The local day of a moment of world time. */
export function dayOf(worldMs: number): string {
  return new Date(worldMs + SHANGHAI_MS).toISOString().slice(0, 10)
}

/** The first day that can be declared. */
export function earliest(worldMs: number): string {
  return dayOf(worldMs - DAYS_BACK * DAY_MS)
}

export function emptyStay(worldMs: number): Stay {
  const today = dayOf(worldMs)
  return { place: '', from: today, until: today, transport: '' }
}

export type Fault = 'contact' | 'place' | 'days'

/** The first thing that is missing or can't be; null: it can be handed in. */
export function faultOf(declaration: Declaration, worldMs: number): Fault | null {
  if (declaration.contact === null) return 'contact'
  for (const stay of declaration.stays) {
    if (stay.place.trim() === '') return 'place'
    if (stay.from < earliest(worldMs) || stay.until < stay.from || stay.until > dayOf(worldMs))
      return 'days'
  }
  return null
}

/** As the server takes it; who was nowhere declares no stays. */
export function factOf(
  subject: Subject,
  declaration: Declaration,
  at: string,
  place: string,
): Fact {
  return {
    id: uuidv7(),
    type: 'screening.declaration',
    at,
    place,
    person: personOf(subject),
    data: {
      contact: declaration.contact === true,
      note: declaration.note.trim() || null,
      stays: declaration.stays.map((stay) => ({
        place: stay.place.trim(),
        from: stay.from,
        until: stay.until,
        transport: stay.transport.trim() || null,
      })),
    },
  }
}

export function summaryOf(subject: Subject): Summary {
  return { title: titleOf(subject), action: null, direction: null, kind: 'declaration' }
}
