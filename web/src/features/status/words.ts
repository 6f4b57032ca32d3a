import type { Tone } from '@/ui/StateMark.vue'
import type { Ends, Level, Past } from './types'

const TONES: Record<Level, Tone> = {
  free: 'good',
  watched: 'note',
  test_first: 'warn',
  held: 'warn',
  barred: 'bad',
}

export function toneOf(level: Level): Tone {
  return TONES[level]
}

export interface Sentence {
  key: string
  values: Record<string, string | number>
}

/** How a reason ends, one sentence for each way; what has no way ends by a decision only. */
export function waysOut(ends: Ends, until: string | null): Sentence[] {
  const ways: Sentence[] = []
  if (until) ways.push({ key: 'until', values: {} })
  const n = ends.negatives ?? 0
  if (n > 0) {
    const key = ends.withinHours ? 'negativesWithin' : ends.single ? 'negativesSingle' : 'negatives'
    ways.push({ key, values: { n, hours: ends.withinHours ?? 0 } })
  }
  for (const kind of ends.by ?? []) ways.push({ key: `by.${kind}`, values: {} })
  return ways.length > 0 ? ways : [{ key: 'decision', values: {} }]
}

/** What we think now, apart from what we thought before; each in time. */
export function inBothTimes(history: readonly Past[]): { now: Past[]; before: Past[] } {
  const byTime = (a: Past, b: Past) => Date.parse(a.validFrom) - Date.parse(b.validFrom)
  return {
    now: history.filter((past) => past.recordedTo === null).sort(byTime),
    before: history
      .filter((past) => past.recordedTo !== null)
      .sort((a, b) => Date.parse(b.recordedFrom) - Date.parse(a.recordedFrom) || byTime(a, b)),
  }
}
