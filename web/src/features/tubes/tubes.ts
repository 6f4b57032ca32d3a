import type { Tone } from '@/ui/StateMark.vue'
import type { ConflictLine, MemberLine, ResultFile, ResultLine } from './types'

/** The states of a tube, in the order of its way. */
export const STATES = [
  'filling',
  'sealed',
  'boxed',
  'handed_over',
  'received',
  'negative',
  'to_confirm',
  'positive',
  'invalid',
  'spoilt',
  'voided',
] as const

const OUTCOMES = ['negative', 'to_confirm', 'positive', 'invalid']

/** The states to choose from: whoever may not read results isn't offered them. */
export function statesFor(seesResults: boolean): string[] {
  return STATES.filter((state) => seesResults || !OUTCOMES.includes(state))
}

export function toneOf(state: string): Tone {
  switch (state) {
    case 'negative':
      return 'good'
    case 'positive':
      return 'bad'
    case 'to_confirm':
    case 'invalid':
    case 'spoilt':
      return 'warn'
    case 'filling':
    case 'boxed':
    case 'handed_over':
      return 'note'
    case 'voided':
      return 'odd'
    default:
      return 'plain'
  }
}

export function fileTone(state: ResultFile['state']): Tone {
  return state === 'done' ? 'good' : state === 'reading' ? 'note' : state === 'cut' ? 'warn' : 'bad'
}

/** Whether a judgement can be sent: a reason always, and what counts where that is the question. */
export function complete(outcome: string, reason: string, counts: string[]): boolean {
  return reason.trim() !== '' && (outcome !== 'swabs_count' || counts.length > 0)
}

/** How a conflict can be judged: its swabs are chosen from only where there is more than one. */
export function outcomesOf(conflict: ConflictLine): string[] {
  return conflict.sides.length > 1
    ? ['swabs_count', 'keep', 'tube_voided']
    : ['keep', 'tube_voided']
}

/** The word of a state; a swab alone is no pooled tube. */
export function wordOf(state: string, size: number): string {
  return `tubes.states.${state === 'to_confirm' && size === 1 ? 'to_confirm_single' : state}`
}

/** Whether a result in force must be reported to the authority. */
export function mustBeReported(results: readonly ResultLine[] | null | undefined): boolean {
  return (results ?? []).some(
    (result) => !result.supersededBy && ['positive', 'grey'].includes(result.value),
  )
}

/** Whether something was asked of somebody in the tube because of what became of it. */
export function isFollowed(members: MemberLine[]): boolean {
  return members.some((member) => member.followUp)
}
