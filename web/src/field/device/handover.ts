import type { Fact } from '../queue/outbox'
import type { DeviceKeys } from './keys'

export interface HandoverCounts {
  passes: number
  held: number
  unsynced: number
}

/** What is signed: `from|to|at|placeId|passes|held|unsynced`. */
export function handoverText(
  from: string | null,
  to: string,
  at: string,
  placeId: string,
  counts: HandoverCounts,
): string {
  return [from ?? '', to, at, placeId, counts.passes, counts.held, counts.unsynced].join('|')
}

/** One guard hands this device to the next; the device's own key signs that it happened here. */
export async function handoverFact(
  keys: DeviceKeys,
  id: string,
  at: string,
  placeId: string,
  guards: { from: string | null; to: string },
  counts: HandoverCounts,
  note: string,
): Promise<Fact> {
  const signature = await keys.sign(handoverText(guards.from, guards.to, at, placeId, counts))
  return {
    id,
    type: 'gates.handover',
    at,
    place: placeId,
    person: null,
    data: { from: guards.from, to: guards.to, counts, ...(note ? { note } : {}), signature },
  }
}
