import { describe, expect, it } from 'vitest'
import {
  complete,
  fileTone,
  mustBeReported,
  outcomesOf,
  STATES,
  statesFor,
  toneOf,
  wordOf,
} from './tubes'
import type { ConflictLine, ResultLine, Side } from './types'

const side = { swab: 'a' } as Side
const conflict = (sides: Side[]) => ({ sides }) as ConflictLine

describe('tubes', () => {
  it('does not offer results to whoever may not read them', () => {
    expect(statesFor(true)).toEqual([...STATES])
    expect(statesFor(false)).not.toContain('positive')
    expect(statesFor(false)).toContain('received')
  })

  it('never shows a tube to be confirmed as good', () => {
    expect(toneOf('to_confirm')).toBe('warn')
    expect(toneOf('positive')).toBe('bad')
    expect(STATES.filter((state) => toneOf(state) === 'good')).toEqual(['negative'])
  })

  it('asks for a reason, and for what counts where that is the question', () => {
    expect(complete('keep', ' ', [])).toBe(false)
    expect(complete('keep', 'seen', [])).toBe(true)
    expect(complete('swabs_count', 'seen', [])).toBe(false)
    expect(complete('swabs_count', 'seen', ['a'])).toBe(true)
  })

  it('lets choose between swabs only where there are two', () => {
    expect(outcomesOf(conflict([side]))).not.toContain('swabs_count')
    expect(outcomesOf(conflict([side, side]))).toContain('swabs_count')
  })

  it('shows a file that broke off as a warning, not as done', () => {
    expect(fileTone('cut')).toBe('warn')
    expect(fileTone('failed')).toBe('bad')
  })

  it('calls a swab alone no pooled tube', () => {
    expect(wordOf('to_confirm', 1)).toBe('tubes.states.to_confirm_single')
    expect(wordOf('to_confirm', 10)).toBe('tubes.states.to_confirm')
    expect(wordOf('negative', 1)).toBe('tubes.states.negative')
  })

  it('asks for a report of what is in force only', () => {
    const result = (value: string, supersededBy: string | null) =>
      ({ value, supersededBy }) as ResultLine
    expect(mustBeReported([result('grey', null)])).toBe(true)
    expect(mustBeReported([result('positive', 'a'), result('negative', null)])).toBe(false)
    expect(mustBeReported(null)).toBe(false)
  })
})
