import type { Tone } from '@/ui/StateMark.vue'
import { dateTime } from '@/ui/format'
import type { Asked, LetterFile, LetterState, Match, Outcome, Wanted } from './types'

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

type Words = (key: string, values: Record<string, string>) => string

/** As much of an answer as is kept. */
export const ANSWER_MOST = 4000

/**
 * An answer drafted from what was found: a line for each person, as many as an answer holds, and
 * how many are left for an attachment.
 */
export function draft(file: LetterFile, t: Words): string {
  const { letter, asked } = file
  const head = { sender: letter.sender, number: letter.number, n: String(asked.length) }
  if (asked.length === 0) return t('enquiries.draft.none', head) + '\n'
  let text = t('enquiries.draft.some', head)
  for (const [i, one] of asked.entries()) {
    const next = '\n' + line(one, t)
    const rest = '\n' + t('enquiries.draft.rest', { n: String(asked.length - i) })
    if (text.length + next.length + rest.length > ANSWER_MOST) return text + rest
    text += next
  }
  return text
}

function line(one: Asked, t: Words): string {
  const found = one.outcome === 'here' || one.outcome === 'left'
  const note = one.note?.replace(/[。.]$/, '') ?? ''
  const more = [
    found && one.name && one.personName && one.name !== one.personName
      ? t('enquiries.draft.known', { name: one.personName })
      : '',
    found && one.seenAt
      ? t('enquiries.draft.seen', { at: dateTime(one.seenAt), where: one.seenIn ?? '' })
      : '',
    note && one.outcome !== 'handed_on' ? t('enquiries.draft.note', { note }) : '',
  ].join('')
  return t(`enquiries.draft.${one.outcome}`, {
    i: String(one.line),
    who: [one.name, one.document ?? one.phone ?? (one.name ? null : one.hint)]
      .filter((it) => it)
      .join(' '),
    unit: one.unitName ? t('enquiries.draft.unit', { name: one.unitName }) : '',
    more,
    note,
  })
}
