import type { Tone } from '@/ui/StateMark.vue'
import type { Asked, LetterState, Match, Outcome, Wanted } from './types'

export const LETTER_STATES: LetterState[] = ['open', 'answered', 'withdrawn']
export const OUTCOMES: Exclude<Outcome, 'pending'>[] = ['here', 'left', 'not_known', 'handed_on']

export const LETTER_TONES: Record<LetterState, Tone> = {
  open: 'warn',
  answered: 'good',
  withdrawn: 'plain',
}

export const MATCH_TONES: Record<Match, Tone> = {
  found: 'note',
  other_name: 'warn',
  several: 'warn',
  nobody: 'plain',
  unusable: 'warn',
}

export const OUTCOME_TONES: Record<Outcome, Tone> = {
  pending: 'warn',
  here: 'note',
  left: 'plain',
  not_known: 'plain',
  handed_on: 'plain',
}

/**
 * People as a letter's table is pasted: a line each, parts by tab, comma or 、 in any order. What
 * looks like a number is one; of the rest the first is the name, what follows stays as it is.
 */
export function wanted(text: string): Wanted[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const one: Wanted = { name: null, document: null, phone: null, hint: null }
      const rest: string[] = []
      for (const part of line.split(/[\t,，、;；]/).map((it) => it.trim())) {
        const plain = part.replaceAll(/[\s-]/g, '')
        if (part === '') continue
        if (!one.document && /^(\d{17}[\dXx]|\d{15})$/.test(plain)) one.document = plain
        else if (!one.phone && /^(\+?86)?1\d{10}$/.test(plain)) one.phone = plain
        else if (!one.name && rest.length === 0) one.name = part
        else rest.push(part)
      }
      one.hint = rest.join('，') || null
      return one
    })
}

/** How many still wait to be looked for. */
export function waiting(asked: Asked[]): number {
  return asked.filter((it) => it.outcome === 'pending').length
}
