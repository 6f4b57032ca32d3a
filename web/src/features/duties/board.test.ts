import { describe, expect, it } from 'vitest'
import { doneShare, linesOf, topsOf } from './board'
import type { Supervised } from './types'

function row(unit: string, parent: string | null, counts: Partial<Supervised> = {}): Supervised {
  return {
    unit,
    name: unit,
    parent,
    waiting: 0,
    open: 0,
    late: 0,
    done: 0,
    waived: 0,
    passedOn: 0,
    ...counts,
  }
}

const rows = [
  row('park', null, { late: 3 }),
  row('b', 'park', { late: 2 }),
  row('b1', 'b', { late: 2 }),
  row('a', 'park', { late: 1 }),
]

describe('the board of supervision', () => {
  it('shows the top alone while nothing is open', () => {
    expect(linesOf(rows, new Set()).map((line) => line.row.unit)).toEqual(['park'])
  })

  it('shows units under the one above them, in the order given: most late first', () => {
    const lines = linesOf(rows, new Set(['park', 'b']))
    expect(lines.map((line) => [line.row.unit, line.depth])).toEqual([
      ['park', 0],
      ['b', 1],
      ['b1', 2],
      ['a', 1],
    ])
    expect(lines.map((line) => line.branches)).toEqual([true, true, false, false])
  })

  it('starts at the units of the scope where what is above them is not shown', () => {
    const mine = rows.filter((each) => each.unit !== 'park')
    expect(topsOf(mine)).toEqual(['b', 'a'])
    expect(linesOf(mine, new Set()).map((line) => line.row.unit)).toEqual(['b', 'a'])
  })

  it('loses no unit, whatever the tree', () => {
    const all = linesOf(rows, new Set(rows.map((each) => each.unit)))
    expect(all).toHaveLength(rows.length)
  })

  it('leaves what was waived or handed on out of the share that is done', () => {
    expect(doneShare(row('x', null, { done: 3, late: 1, waived: 9, passedOn: 9 }))).toBe(0.75)
    expect(doneShare(row('x', null, { waived: 1 }))).toBeNull()
  })
})
