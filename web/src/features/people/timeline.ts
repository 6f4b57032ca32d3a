import { date } from '@/ui/format'
import type { TimelineEntry } from './types'

/** What happened on one of the park's days, in the order it came. */
export interface TimelineDay {
  day: string
  entries: TimelineEntry[]
}

export function byDay(entries: readonly TimelineEntry[]): TimelineDay[] {
  const days: TimelineDay[] = []
  for (const entry of entries) {
    const day = date(entry.at)
    const last = days.at(-1)
    if (last?.day === day) last.entries.push(entry)
    else days.push({ day, entries: [entry] })
  }
  return days
}

/** Recorded more than ten minutes after it happened: worth saying. */
export function late(entry: TimelineEntry): boolean {
  return Date.parse(entry.recordedAt) - Date.parse(entry.at) > 600_000
}

/** `import:0199…` → what it is and its id. */
export function sourceOf(source: string): { kind: string; id: string } {
  const colon = source.indexOf(':')
  return colon < 0
    ? { kind: source, id: '' }
    : { kind: source.slice(0, colon), id: source.slice(colon + 1) }
}

/** A place's class of event decides its mark: `gates.pass` → gates. */
export function moduleOf(kind: string): string {
  return kind.split('.')[0] ?? kind
}
