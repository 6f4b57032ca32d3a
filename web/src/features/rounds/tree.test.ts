import { describe, expect, it } from 'vitest'
import { arranged, covered, pasted, percent, pressure } from './tree'
import type { UnitRow } from './types'

const unit = (id: string, parent: string | null, missing: number): UnitRow => ({
  unit: id,
  name: id,
  kind: 'department',
  parent,
  figures: { expected: missing + 3, tested: 2, exempt: 1, missing },
})

describe('coverage', () => {
  const park = [unit('group', null, 5), unit('a', 'group', 1), unit('b', 'group', 4)]

  it('shows the one with the most missing first and opens only what is open', () => {
    expect(arranged(park, new Set()).map((row) => row.unit)).toEqual(['group'])
    expect(arranged(park, new Set(['group'])).map((row) => [row.unit, row.depth])).toEqual([
      ['group', 0],
      ['b', 1],
      ['a', 1],
    ])
  })

  it('is of those who are not exempt and never the whole while one is missing', () => {
    expect(covered({ expected: 10, tested: 4, exempt: 2, missing: 4 })).toBe(0.5)
    expect(covered({ expected: 2, tested: 0, exempt: 2, missing: 0 })).toBe(1)
    expect(percent({ expected: 100_000, tested: 99_999, exempt: 0, missing: 1 })).toBe('99.9 %')
    expect(percent({ expected: 3, tested: 3, exempt: 0, missing: 0 })).toBe('100 %')
  })
})

describe('a point', () => {
  it('is calm, will be long, is long, or is off', () => {
    const point = { active: true, waitMinutes: 5, waitAhead: 10 }
    expect(pressure(point, 30)).toBe('calm')
    expect(pressure({ ...point, waitAhead: 40 }, 30)).toBe('soon')
    expect(pressure({ ...point, waitMinutes: 31 }, 30)).toBe('long')
    expect(pressure({ ...point, active: false, waitMinutes: 99 }, 30)).toBe('off')
  })
})

describe('a pasted list', () => {
  it('is taken apart at any separator, each once', () => {
    expect(pasted(' a,b\n\nc；a、d ')).toEqual(['a', 'b', 'c', 'd'])
    expect(pasted('  ')).toEqual([])
  })
})
