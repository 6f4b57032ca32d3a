import type { Tone } from '@/ui/StateMark.vue'
import type { CaseFile, CaseState, Classification, ContactState } from './types'

export const CASE_TONES: Record<CaseState, Tone> = {
  open: 'bad',
  closed: 'good',
  withdrawn: 'plain',
}

export const CLASS_TONES: Record<Classification, Tone> = {
  suspected: 'odd',
  clinical: 'bad',
  confirmed: 'bad',
  asymptomatic: 'bad',
}

export const CONTACT_TONES: Record<ContactState, Tone> = {
  candidate: 'warn',
  close: 'bad',
  secondary: 'odd',
  general: 'note',
  dropped: 'plain',
  lapsed: 'plain',
  withdrawn: 'plain',
}

/** States in the order in which they are worked on. */
export const CONTACT_STATES: ContactState[] = [
  'candidate',
  'close',
  'secondary',
  'general',
  'dropped',
  'lapsed',
  'withdrawn',
]

/** Those that a list can be narrowed to: only where there is somebody. */
export function shownStates(file: Pick<CaseFile, 'contacts'>): ContactState[] {
  return CONTACT_STATES.filter((state) => (file.contacts[state] ?? 0) > 0)
}

export function total(file: Pick<CaseFile, 'contacts'>): number {
  return Object.values(file.contacts).reduce((sum, n) => sum + (n ?? 0), 0)
}

/** 75 → 1 h 15 min, in the units of the language; 0 is not known. */
export function duration(minutes: number, words: { h: string; min: string }): string {
  if (minutes <= 0) return '—'
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return [hours ? `${hours} ${words.h}` : '', rest ? `${rest} ${words.min}` : '']
    .filter(Boolean)
    .join(' ')
}

/** What a stop of an itinerary is known from, as people choose it. */
export const STOP_SOURCES = ['interview', 'video', 'payment', 'phone', 'document'] as const
