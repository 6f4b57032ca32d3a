import { describe, expect, it } from 'vitest'
import { arranged, totals } from './tree'
import type { UnitRow } from './types'

const unit = (id: string, parent: string | null, missing: number, silent = 0): UnitRow => ({
  unit: id,
  name: id,
  kind: 'department',
  parent,
  expected: missing + 1,
  accounted: 1,
  missing,
  exempt: 0,
  report: 'none',
  silent,
})

const park = [
  unit('group', null, 5, 2),
  unit('a', 'group', 1),
  unit('b', 'group', 4, 2),
  unit('b1', 'b', 4),
  unit('stray', 'not-seen', 0),
]

describe('the tree of units', () => {
  it('puts the one with the most missing first and opens only what is open', () => {
    expect(arranged(park, new Set(['group'])).map((row) => [row.unit, row.depth])).toEqual([
      ['group', 0],
      ['b', 1],
      ['a', 1],
      ['stray', 0],
    ])
  })

  it('takes a unit whose parent is not seen as a top', () => {
    expect(arranged(park, new Set()).map((row) => row.unit)).toEqual(['group', 'stray'])
  })

  it('sums the tops alone, for they hold what is below them', () => {
    expect(totals(park)).toEqual({ expected: 7, accounted: 2, missing: 5, exempt: 0, silent: 2 })
  })
})
