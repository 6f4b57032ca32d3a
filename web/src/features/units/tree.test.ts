import { describe, expect, it } from 'vitest'
import type { Unit } from '@/api'
import { below, countOf, linesOf, matching, openAtFirst, optionsOf } from './tree'

function unit(id: string, name: string, people: number, children: Unit[] = []): Unit {
  return { id, code: id.toUpperCase(), name, kind: 'department', parentId: null, people, children }
}

const tree = [
  unit('g', '集团', 12, [
    unit('a', '甲公司', 7, [unit('t', '一班', 3, [unit('x', '小组', 1)])]),
    unit('b', '乙公司', 5),
  ]),
  unit('v', '东村', 4),
]

describe('the tree of units', () => {
  it('opens the upper two floors at first', () => {
    const lines = linesOf(tree, openAtFirst(tree), null)
    expect(lines.map((line) => line.unit.id)).toEqual(['g', 'a', 't', 'b', 'v'])
    expect(lines.map((line) => line.depth)).toEqual([0, 1, 2, 1, 0])
    expect(lines[2]).toMatchObject({ open: false, branches: true })
  })

  it('shows a match with everything above it, opened', () => {
    const lines = linesOf(tree, new Set(), matching(tree, ' 小组 '))
    expect(lines.map((line) => line.unit.id)).toEqual(['g', 'a', 't', 'x'])
  })

  it('finds by code and keeps all when nothing is asked', () => {
    expect([...matching(tree, 'v')!]).toEqual(['v'])
    expect(matching(tree, '  ')).toBeNull()
    expect(linesOf(tree, new Set(), matching(tree, 'nowhere'))).toEqual([])
  })

  it('bars a unit and all below it from becoming its own parent', () => {
    const options = optionsOf(tree, below(tree[0]!.children![0]!))
    expect(options[0]!.children[0]).toMatchObject({ value: 'a', disabled: true })
    expect(options[0]!.children[0]!.children[0]).toMatchObject({ value: 't', disabled: true })
    expect(options[0]!.children[1]).toMatchObject({ value: 'b', disabled: false })
  })

  it('counts people once, at the top', () => {
    expect(countOf(tree)).toEqual({ units: 6, people: 16 })
  })
})
