import type { Reconciliation } from './types'

/** What both have, what only one has, and what could not be read. */
export const SIDES = ['matched', 'theirs', 'ours', 'bad'] as const
export type Side = (typeof SIDES)[number]

export function countOf(one: Reconciliation, side: Side): number {
  return one[side]
}

/** The time over which was compared; a file without one right row has none. */
export function spanOf(one: Reconciliation, format: (at: string) => string): string {
  return one.from && one.until ? `${format(one.from)} – ${format(one.until)}` : '—'
}
