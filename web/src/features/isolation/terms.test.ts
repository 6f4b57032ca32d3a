import { describe, expect, it } from 'vitest'
import { daysOf, nothingOf, type Terms } from './terms'

const terms = { managed: true, stays: [] } as unknown as Terms

describe('terms of isolation', () => {
  it('count both ends of a stay', () => {
    expect(daysOf({ kind: 'CENTRAL', first: '2022-03-07', last: '2022-03-20' })).toBe(14)
    expect(daysOf({ kind: 'CENTRAL', first: '2022-03-20', last: '2022-03-20' })).toBe(1)
  })
  it('say why there is nothing to do', () => {
    expect(nothingOf({ ...terms, managed: false })).toBe('notManaged')
    expect(nothingOf(terms)).toBe('over')
    const stay = { kind: 'HOME', first: '2022-07-11', last: '2022-07-17' } as const
    expect(nothingOf({ ...terms, stays: [stay] })).toBeNull()
  })
})
