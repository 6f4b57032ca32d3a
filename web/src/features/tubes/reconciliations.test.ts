import { describe, expect, it } from 'vitest'
import { SIDES, countOf, spanOf } from './reconciliations'
import type { Reconciliation } from './types'

const one = {
  from: '2022-03-09T00:00:00Z',
  until: '2022-03-09T06:00:00Z',
  matched: 4,
  theirs: 3,
  ours: 2,
  bad: 1,
} as Reconciliation

describe('a reconciliation', () => {
  it('counts each side', () => {
    expect(SIDES.map((side) => countOf(one, side))).toEqual([4, 3, 2, 1])
  })
  it('says over which time, and nothing where no row could be read', () => {
    expect(spanOf(one, (at) => at.slice(11, 16))).toBe('00:00 – 06:00')
    expect(spanOf({ ...one, from: null, until: null }, (at) => at)).toBe('—')
  })
})
