import type { Tone } from '@/ui/StateMark.vue'
import { countdown } from '@/ui/format'
import type {
  IncidentState,
  Item,
  ReadyState,
  Report,
  ReportField,
  SignalState,
  Step,
} from './types'

export const STATE_TONES: Record<IncidentState, Tone> = {
  signalled: 'bad',
  responding: 'bad',
  disposal: 'warn',
  closed: 'good',
  withdrawn: 'plain',
}

export const SIGNAL_TONES: Record<SignalState, Tone> = {
  open: 'bad',
  opened: 'note',
  joined: 'note',
  dismissed: 'plain',
}

export const READY_TONES: Record<ReadyState, Tone> = {
  ready: 'good',
  not_ready: 'bad',
  overdue: 'warn',
  never: 'odd',
}

export const LEVELS = ['i', 'ii', 'iii', 'iv'] as const

/** Where an incident may be moved from where it stands, the usual way first. */
export function ways(state: IncidentState): IncidentState[] {
  switch (state) {
    case 'signalled':
      return ['responding', 'withdrawn']
    case 'responding':
      return ['disposal', 'withdrawn']
    case 'disposal':
      return ['closed', 'responding', 'withdrawn']
    default:
      return []
  }
}

/** What a move is called: to respond again is another thing than to start. */
export function moveWord(to: IncidentState | 'level', from: IncidentState): string {
  return to === 'responding' && from === 'disposal' ? 'again' : to
}

export type ClockTone = 'over' | 'near' | 'calm'

/** How a clock is shown: overdue, due within ten minutes, or with time left. */
export function clockTone(dueAt: string, now: number): ClockTone {
  const left = countdown(dueAt, now)
  if (left.overdue) return 'over'
  return left.near ? 'near' : 'calm'
}

/** Whether a step's note or document is enough to end it. */
export function stepComplete(
  step: Pick<Step, 'asks'>,
  end: { state: 'done' | 'not_needed'; note: string; document: string },
): boolean {
  if (end.state === 'not_needed') return end.note.trim() !== ''
  return step.asks !== 'document' || end.document.trim() !== ''
}

/** What was typed over what the records said: only fields that differ go back to the server. */
export function changes(
  fields: readonly ReportField[],
  typed: Readonly<Record<string, string>>,
): Record<string, string> {
  const changed: Record<string, string> = {}
  for (const field of fields) {
    const text = typed[field.key]
    if (text !== undefined && text.trim() !== field.value.trim()) changed[field.key] = text
  }
  return changed
}

/** Required fields that are empty in what is on the screen, also before it is saved. */
export function missing(
  report: Pick<Report, 'fields'>,
  typed: Readonly<Record<string, string>>,
): string[] {
  return report.fields
    .filter((field) => field.required && !(typed[field.key] ?? field.value).trim())
    .map((field) => field.key)
}

export function ready(items: readonly Pick<Item, 'state'>[]): { ready: number; all: number } {
  return { ready: items.filter((item) => item.state === 'ready').length, all: items.length }
}
