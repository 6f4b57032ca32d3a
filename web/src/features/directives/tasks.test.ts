import { describe, expect, it } from 'vitest'
import type { Unit } from '@/api'
import { actsOf, linesOf, toneOf, treeBelow, treeOf, withAllBelow } from './tasks'
import type { Task } from './types'

function task(id: string, more: Partial<Task> = {}): Task {
  return {
    id,
    directiveId: 'd',
    title: '',
    parentId: null,
    from: null,
    unit: { id: `u${id}`, name: id, path: id },
    text: '',
    evidence: '',
    fileNeeded: false,
    state: 'issued',
    stateAt: '',
    round: 1,
    percent: 0,
    acknowledgedAt: null,
    acknowledgedBy: null,
    below: { total: 0, acknowledged: 0, reported: 0, accepted: 0 },
    duty: null,
    mayCarryOut: false,
    mayJudge: false,
    ...more,
  }
}
const late = { id: 'x', state: 'late' as const, dueAt: '', stateAt: '', step: 0 }

function unit(id: string, children: Unit[] = []): Unit {
  return { id, code: id, name: id, kind: 'department', parentId: null, people: 0, children }
}

describe('tasks', () => {
  it('stand under their parents, late ones first', () => {
    const lines = linesOf([
      task('a'),
      task('b', { duty: late }),
      task('a2', { parentId: 'a' }),
      task('a1', { parentId: 'a' }),
      task('o', { parentId: 'unseen' }),
    ])
    expect(lines.map((line) => [line.task.id, line.depth])).toEqual([
      ['b', 0],
      ['a', 0],
      ['a1', 1],
      ['a2', 1],
      ['o', 0],
    ])
  })

  it('show that they are late before anything else', () => {
    expect(toneOf(task('a', { state: 'acknowledged', duty: late }))).toBe('bad')
    expect(toneOf(task('a', { state: 'accepted' }))).toBe('good')
  })

  it('offer what their state and the reader allow', () => {
    expect(actsOf(task('a', { mayCarryOut: true }))).toEqual(['acknowledge'])
    expect(actsOf(task('a', { mayCarryOut: true, state: 'returned' }))).toEqual([
      'split',
      'progress',
      'done',
    ])
    expect(actsOf(task('a', { mayCarryOut: true, state: 'reported' }))).toEqual([])
    expect(actsOf(task('a', { mayJudge: true, state: 'reported' }))).toEqual(['return', 'accept'])
    expect(actsOf(task('a', { mayJudge: true }))).toEqual([])
  })
})

describe('choosing units', () => {
  const tree = [unit('g', [unit('a', [unit('t')]), unit('b')])]

  it('takes all below at once and gives them up again', () => {
    const all = withAllBelow(['b'], tree[0]!.children![0]!)
    expect(all.sort()).toEqual(['a', 'b', 't'])
    expect(withAllBelow(all, tree[0]!.children![0]!)).toEqual(['b'])
    expect(withAllBelow(['t'], tree[0]!).sort()).toEqual(['a', 'b', 'g', 't'])
  })

  it('makes a tree of a list, also of a part of the whole tree', () => {
    const list = [
      { id: 't', code: '1', name: 't', kind: 'shift_team' as const, parentId: 'a' },
      { id: 'a', code: '2', name: 'a', kind: 'subsidiary' as const, parentId: 'unseen' },
      { id: 'v', code: '3', name: 'v', kind: 'village' as const },
    ]
    expect(treeOf(list).map((each) => each.id)).toEqual(['a', 'v'])
    expect(treeOf(list)[0]!.children!.map((each) => each.id)).toEqual(['t'])
  })

  it('splits strictly below a unit', () => {
    expect(treeBelow(tree, 'a').map((each) => each.id)).toEqual(['t'])
    expect(treeBelow(tree, null)).toHaveLength(1)
    expect(treeBelow(tree, 'unknown')).toEqual([])
  })
})
